namespace Coz.Plugins.SimulatedRig;

/// <summary>Demosaicing by linear filters with gradient correction (Malvar, He, Cutler, ICASSP 2004), for the order RGGB.</summary>
internal static class Malvar
{
    /// <summary>Makes the three colours of a row.</summary>
    /// <param name="raw">The sensor's values.</param>
    /// <param name="width">Columns, even.</param>
    /// <param name="height">Rows, even.</param>
    /// <param name="y">The row.</param>
    /// <param name="colours">Gets red, green, blue, one after another a pixel.</param>
    public static void Row(float[] raw, int width, int height, int y, Span<float> colours)
    {
        var up2 = Line(raw, width, height, y - 2);
        var up = Line(raw, width, height, y - 1);
        var here = Line(raw, width, height, y);
        var down = Line(raw, width, height, y + 1);
        var down2 = Line(raw, width, height, y + 2);
        for (var x = 0; x < width; x++)
        {
            var (w2, w, e, e2) = (Mirror(x - 2, width), Mirror(x - 1, width), Mirror(x + 1, width), Mirror(x + 2, width));
            var centre = here[x];
            var (far, near) = (here[w2] + here[e2] + up2[x] + down2[x], here[w] + here[e] + up[x] + down[x]);
            var corners = up[w] + up[e] + down[w] + down[e];
            var isRedRow = (y & 1) == 0;
            if (((x + y) & 1) == 0)
            {
                // At red or blue.
                var green = ((4 * centre) + (2 * near) - far) / 8;
                var opposite = ((6 * centre) + (2 * corners) - (1.5f * far)) / 8;
                Set(colours, x, isRedRow ? centre : opposite, green, isRedRow ? opposite : centre);
            }
            else
            {
                var along = ((5 * centre) + (4 * (here[w] + here[e])) - corners - here[w2] - here[e2] + (0.5f * (up2[x] + down2[x]))) / 8;
                var across = ((5 * centre) + (4 * (up[x] + down[x])) - corners - up2[x] - down2[x] + (0.5f * (here[w2] + here[e2]))) / 8;
                Set(colours, x, isRedRow ? along : across, centre, isRedRow ? across : along);
            }
        }
    }

    private static void Set(Span<float> colours, int x, float red, float green, float blue)
    {
        colours[3 * x] = red;
        colours[(3 * x) + 1] = green;
        colours[(3 * x) + 2] = blue;
    }

    private static ReadOnlySpan<float> Line(float[] raw, int width, int height, int y) => raw.AsSpan(Mirror(y, height) * width, width);

    // About the border pixel itself, so that colours keep their places.
    private static int Mirror(int at, int count) => at < 0 ? -at : at >= count ? (2 * count) - 2 - at : at;
}
