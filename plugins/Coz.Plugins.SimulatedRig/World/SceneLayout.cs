using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.SimulatedRig;

/// <summary>How large frames are and how finely the scene is sampled, so that the longest focal length sees real detail.</summary>
/// <param name="Width">The frame's width.</param>
/// <param name="Height">The frame's height.</param>
/// <param name="SamplesPerTangent">Scene samples a unit of the tangent.</param>
/// <param name="DetailRatio">Scene samples a pixel at the longest focal length.</param>
internal sealed record SceneLayout(int Width, int Height, double SamplesPerTangent, double DetailRatio)
{
    private const int ProceduralWidth = 1332;

    /// <exception cref="CozException">A photo cannot be read.</exception>
    public static SceneLayout Of(SimulatedCameraOptions options)
    {
        if (options.Scene.Count != 1)
        {
            var wide = options.Width > 0 ? options.Width : options.Scene.Count == 0 ? ProceduralWidth : MosaicWidth(options);
            return new SceneLayout(wide, HeightOf(wide), wide * options.Longest / SensorFormat.Width, 1);
        }

        // The whole photo lies in the widest frame; the longest one shows as many of its samples as it has pixels.
        var (height, width) = (ImageFile.SizeOf(options.Scene[0]).Height, ImageFile.SizeOf(options.Scene[0]).Width);
        var fitting = Math.Min(width, height / SensorFormat.Aspect);
        var samples = fitting * options.Widest / SensorFormat.Width;
        var natural = Even(fitting * options.Widest / options.Longest);
        var chosen = options.Width > 0 ? options.Width : natural;
        return new SceneLayout(chosen, HeightOf(chosen), samples, samples * SensorFormat.Width / (options.Longest * chosen));
    }

    /// <summary>The scene's samples a pixel at a focal length.</summary>
    public double RatioAt(double focal) => SamplesPerTangent * SensorFormat.Width / (focal * Width);

    /// <summary>The greatest even number of pixels up to a length, at least 16. A whole number that rounding has left a trifle below itself counts as whole.</summary>
    public static int Even(double value) => Math.Max(16, (int)Math.Floor((value / 2) + 1e-9) * 2);

    private static int MosaicWidth(SimulatedCameraOptions options)
    {
        var sizes = options.Scene.Select(ImageFile.SizeOf).ToList();
        var (width, height) = (sizes.Min(size => size.Width), sizes.Min(size => size.Height));
        var (columns, rows) = PhotoScene.Layout(sizes.Count, width, height);
        return Even(Math.Min(columns * width, rows * height / SensorFormat.Aspect) * options.Widest / options.Longest);
    }

    private static int HeightOf(int width) => Even(width * SensorFormat.Aspect);
}
