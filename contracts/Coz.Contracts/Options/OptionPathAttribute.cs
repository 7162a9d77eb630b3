namespace Coz.Contracts;

/// <summary>
/// Marks a string option, or a list of them, as a path of a file or folder. A relative value resolves against the folder of the
/// file that sets it, or against the current folder where the command line or the environment sets it; the option holds the absolute path.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionPathAttribute : Attribute;
