namespace Coz.Plugins.Checkpoints.Official;

/// <summary>One argument of an official model, and what stands for it in our options.</summary>
/// <param name="Path">Where it stands in the official args, with dots between nested keys.</param>
/// <param name="Option">Our option's snake_case key; null if we have none.</param>
/// <param name="Value">Its default where the file leaves it out; for a fixed argument, the value we build. A long, double, bool, string, long[] or null.</param>
/// <param name="Rule">How it is treated.</param>
internal sealed record OfficialArgument(string Path, string? Option, object? Value, ArgumentRule Rule)
{
    /// <summary>Our option's default, for writing, where it differs from the official one; null if it is the same.</summary>
    public object? OurValue { get; init; }

    /// <summary>An argument that one of our options stands for.</summary>
    public static OfficialArgument Mapped(string path, string option, object? fallback) => new(path, option, fallback, ArgumentRule.Mapped);

    /// <summary>An argument that must have one value, or be left out; it is left out when written.</summary>
    public static OfficialArgument Fixed(string path, object value) => new(path, null, value, ArgumentRule.Fixed);

    /// <summary>An argument that must be there, with one value.</summary>
    public static OfficialArgument Required(string path, object value) => new(path, null, value, ArgumentRule.Required);

    /// <summary>An argument that changes nothing; written back with a value if one is given.</summary>
    public static OfficialArgument Ignored(string path, object? written = null) => new(path, null, written, ArgumentRule.Ignored);

    /// <summary>An option of ours that the official code lacks: a model with another value cannot be written.</summary>
    public static OfficialArgument Ours(string option, object value) => new("", option, value, ArgumentRule.Ours);

    /// <summary>An option of ours that the official code lacks, and that must have one value to build what it builds.</summary>
    public static OfficialArgument Implied(string option, object value) => new("", option, value, ArgumentRule.Implied);
}
