namespace Coz.Plugins.Align;

/// <summary>A rectangle of reference pixels, seen in squares of step x step pixels.</summary>
internal sealed record Area(int Left, int Top, int Width, int Height, int Step)
{
    public int Columns => Width / Step;

    public int Rows => Height / Step;

    /// <summary>The reference pixel at the centre of a square.</summary>
    public (double X, double Y) ToFull(double x, double y) => (Left + (Step * x) + ((Step - 1) / 2.0), Top + (Step * y) + ((Step - 1) / 2.0));
}
