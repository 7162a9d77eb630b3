namespace Coz.Plugins.Align;

/// <summary>How the light of two aligned photos compares.</summary>
/// <param name="Gain">What takes red, green and blue levels of the moving image to the reference's.</param>
/// <param name="Bias">What is added, on levels of 0 to 1.</param>
/// <param name="LinearGain">What takes the moving image's linear light to the reference's, where neither is clipped.</param>
/// <param name="ClippedReference">The part of the reference's shared area that is clipped.</param>
/// <param name="ClippedMoving">The part of the moving image's that is.</param>
internal sealed record Light(IReadOnlyList<double> Gain, IReadOnlyList<double> Bias, double LinearGain, double ClippedReference, double ClippedMoving);
