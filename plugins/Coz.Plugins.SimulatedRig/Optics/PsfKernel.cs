namespace Coz.Plugins.SimulatedRig;

/// <summary>
/// The point spread of a pixel: the Airy pattern of the aperture, the box of the pixel, and a Gaussian for defocus, as weights of
/// the samples around it, two to a pixel and axis.
/// </summary>
internal sealed class PsfKernel
{
    private const int Fine = 8;
    private const int Reach = 4;
    private const int FineSide = 2 * Reach * Fine;

    /// <summary>Computes the weights.</summary>
    /// <param name="wavelength">In mm.</param>
    /// <param name="aperture">The f-number.</param>
    /// <param name="defocus">Sigma, in mm.</param>
    /// <param name="pitch">The pixel's pitch, in mm.</param>
    public PsfKernel(double wavelength, double aperture, double defocus, double pitch)
    {
        var cell = pitch / Fine;
        var plane = Airy(wavelength * aperture, cell);
        plane = Separable(plane, Gaussian(defocus / cell));
        plane = Separable(plane, Box());
        var full = Binned(plane);
        Taps = Trim(full);
        Weights = Cut(full, Taps);
    }

    /// <summary>Samples to a side: an even number; the pixel's centre lies between the two in the middle.</summary>
    public int Taps { get; }

    /// <summary>The weights, row by row; their sum is 1.</summary>
    public float[] Weights { get; }

    // The centre lies between the fine cells FineSide / 2 - 1 and FineSide / 2.
    private static double[] Airy(double blur, double cell)
    {
        const int sub = 4;
        var plane = new double[FineSide * FineSide];
        for (var i = 0; i < plane.Length; i++)
        {
            var (row, column) = (i / FineSide, i % FineSide);
            for (var s = 0; s < sub * sub; s++)
            {
                var y = (row + ((s / sub) + 0.5) / sub - (FineSide / 2.0)) * cell;
                var x = (column + ((s % sub) + 0.5) / sub - (FineSide / 2.0)) * cell;
                var angle = Math.PI * Math.Sqrt((x * x) + (y * y)) / blur;
                var amplitude = angle < 1e-6 ? 1 : 2 * BesselJ1(angle) / angle;
                plane[i] += amplitude * amplitude;
            }
        }

        return plane;
    }

    // Abramowitz and Stegun, 9.4.4 and 9.4.6: better than 1e-7.
    private static double BesselJ1(double x)
    {
        if (x < 3)
        {
            var t = x / 3 * (x / 3);
            return x * (0.5 + (t * (-0.56249985 + (t * (0.21093573 + (t * (-0.03954289 + (t * (0.00443319 + (t * (-0.00031761 + (t * 0.00001109))))))))))));
        }

        var u = 3 / x;
        var size = 0.79788456 + (u * (0.00000156 + (u * (0.01659667 + (u * (0.00017105 + (u * (-0.00249511 + (u * (0.00113653 - (u * 0.00020033)))))))))));
        var phase = x - 2.35619449 + (u * (0.12499612 + (u * (0.00005650 + (u * (-0.00637879 + (u * (0.00074348 + (u * (0.00079824 - (u * 0.00029166)))))))))));
        return size * Math.Cos(phase) / Math.Sqrt(x);
    }

    private static double[] Gaussian(double sigma)
    {
        if (sigma < 0.1)
            return [1];
        var reach = Math.Min(FineSide / 2, (int)Math.Ceiling(4 * sigma));
        return [.. Enumerable.Range(-reach, (2 * reach) + 1).Select(i => Math.Exp(-0.5 * i * i / (sigma * sigma)))];
    }

    // A pixel's width of fine cells: an even number of cells needs half of one at each end to keep the centre.
    private static double[] Box() => [0.5, .. Enumerable.Repeat(1.0, Fine - 1), 0.5];

    private static double[] Separable(double[] plane, double[] kernel) => Along(Along(plane, kernel, 1), kernel, FineSide);

    private static double[] Along(double[] plane, double[] kernel, int stride)
    {
        var result = new double[plane.Length];
        var reach = kernel.Length / 2;
        for (var i = 0; i < plane.Length; i++)
        {
            var at = i / stride % FineSide;
            for (var k = -reach; k <= reach; k++)
            {
                if (at + k >= 0 && at + k < FineSide)
                    result[i] += plane[i + (k * stride)] * kernel[k + reach];
            }
        }

        return result;
    }

    private static double[,] Binned(double[] plane)
    {
        const int cells = Fine / 2;
        const int side = FineSide / cells;
        var bins = new double[side, side];
        for (var i = 0; i < plane.Length; i++)
            bins[i / FineSide / cells, i % FineSide / cells] += plane[i];
        return bins;
    }

    // The smallest square that holds 99.9 % of the light.
    private static int Trim(double[,] bins)
    {
        var side = bins.GetLength(0);
        var all = bins.Cast<double>().Sum();
        for (var taps = 4; taps < side; taps += 2)
        {
            if (Cut(bins, taps, normalize: false).Sum() > 0.999 * all)
                return taps;
        }

        return side;
    }

    private static float[] Cut(double[,] bins, int taps, bool normalize = true)
    {
        var first = (bins.GetLength(0) - taps) / 2;
        var weights = new double[taps * taps];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = bins[first + (i / taps), first + (i % taps)];
        var sum = normalize ? weights.Sum() : 1;
        return [.. weights.Select(weight => (float)(weight / sum))];
    }
}
