namespace Coz.Plugins.Data.Procedural;

/// <summary>A scene of unlimited resolution; pixels are means over it, as a sensor takes them.</summary>
internal abstract class Pattern
{
    private const int Side = 4;

    /// <summary>The colour at a position in pixels, each channel in [0, 1].</summary>
    protected abstract (double R, double G, double B) At(double x, double y);

    /// <summary>Renders with 4 x 4 samples a pixel, rounded to 8 bits.</summary>
    /// <returns>3 x height x width samples in [0, 1], channel by channel.</returns>
    public float[] Render(int height, int width)
    {
        var pixels = new float[3 * height * width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = (0.0, 0.0, 0.0);
                for (var i = 0; i < Side * Side; i++)
                {
                    var colour = At(x + (((i % Side) + 0.5) / Side), y + (((i / Side) + 0.5) / Side));
                    (r, g, b) = (r + colour.R, g + colour.G, b + colour.B);
                }

                var at = (y * width) + x;
                pixels[at] = Level(r);
                pixels[(height * width) + at] = Level(g);
                pixels[(2 * height * width) + at] = Level(b);
            }
        }

        return pixels;
    }

    private static float Level(double sum) => (float)Math.Floor((sum / (Side * Side) * 255) + 0.5) / 255f;
}
