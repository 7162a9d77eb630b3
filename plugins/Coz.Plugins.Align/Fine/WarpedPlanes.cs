namespace Coz.Plugins.Align;

/// <summary>The moving image as the reference's pixels would see it, behind the tone curve: as it is, and a little softer.</summary>
/// <param name="Levels">As it is.</param>
/// <param name="Softer">Blurred by <see cref="SofterBy"/> samples before the tone curve, where light adds up: softness widens what is bright.</param>
internal sealed record WarpedPlanes(Plane Levels, Plane Softer)
{
    public const double SofterBy = 0.7;

    public WarpedPlanes Blurred(double sigma) => new(Levels.Blurred(sigma), Softer.Blurred(sigma));
}
