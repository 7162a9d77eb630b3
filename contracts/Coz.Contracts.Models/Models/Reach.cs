namespace Coz.Contracts.Models;

/// <summary>
/// How far an output depends on its surroundings, in LR pixels on each side: a tile with that much margin gives the same output
/// as the whole image. Null means the whole image: tiling changes the result.
/// </summary>
/// <param name="Pixels">LR pixels on each side, at least 0; null for the whole image.</param>
public readonly record struct Reach(int? Pixels)
{
    /// <summary>Depends on the whole image.</summary>
    public static Reach Global => new(null);

    /// <summary>True if it depends on the whole image.</summary>
    public bool IsGlobal => Pixels is null;

    /// <summary>The reach of one part after another.</summary>
    public static Reach operator +(Reach a, Reach b) => new(a.Pixels + b.Pixels);

    /// <summary>A number of LR pixels.</summary>
    public static implicit operator Reach(int pixels) => new(pixels);

    /// <inheritdoc/>
    public override string ToString() => Pixels is { } pixels ? $"{pixels} px" : "global";
}
