namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>What stands for an allowed callable: our own code, which only describes what is to be built.</summary>
/// <param name="arguments">The arguments the pickle gives.</param>
/// <returns>The value that takes their place.</returns>
/// <exception cref="FormatException">The arguments are not those the callable takes.</exception>
internal delegate object? PickleFunction(IReadOnlyList<object?> arguments);
