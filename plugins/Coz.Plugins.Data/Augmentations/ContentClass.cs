namespace Coz.Plugins.Data;

/// <summary>What a patch shows.</summary>
public enum ContentClass
{
    /// <summary>Neither dark nor bright, and hardly anything in it.</summary>
    Flat,

    /// <summary>Neither dark nor bright, with detail.</summary>
    Textured,

    /// <summary>Dark, whatever is in it.</summary>
    Dark,

    /// <summary>Bright, whatever is in it.</summary>
    Bright,
}
