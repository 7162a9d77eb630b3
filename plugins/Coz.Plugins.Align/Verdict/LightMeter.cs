using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.Align;

/// <summary>Compares the light of two photos, block by block, by a warp; blocks with clipped pixels do not count for the gain.</summary>
internal sealed class LightMeter(Photo reference, Photo moving, Warp warp, Area area)
{
    private const int BlocksAcross = 120;
    private const byte Clipped = 252;
    private const byte NearlyClipped = 246;
    private const int FewBlocks = 30;

    public Light Measure(CancellationToken cancellationToken)
    {
        var step = Math.Max(2, Math.Max(area.Width, area.Height) / BlocksAcross);
        var (columns, rows) = (area.Width / step, area.Height / step);
        var blocks = new (Block Wide, Block Long)[columns * rows];
        var side = Math.Max(1, step * WarpGeometry.Scale(warp));
        Parallel.For(0, rows, new ParallelOptions { CancellationToken = cancellationToken }, row =>
        {
            for (var column = 0; column < columns; column++)
            {
                var (left, top) = (area.Left + (column * step), area.Top + (row * step));
                var (x, y) = warp.Map(left + ((step - 1) / 2.0), top + ((step - 1) / 2.0));
                blocks[(row * columns) + column] = (Block.Of(reference.Colours, left, top, step, step), Block.Of(moving.Colours, (int)Math.Round(x - ((side - 1) / 2)), (int)Math.Round(y - ((side - 1) / 2)), (int)Math.Round(side), (int)Math.Round(side)));
            }
        });
        var usable = blocks.Where(block => block.Wide.Count > 0 && block.Long.Count > 0).ToList();
        var clear = usable.Where(block => block.Wide.Highest < NearlyClipped && block.Long.Highest < NearlyClipped).ToList();
        var fits = Enumerable.Range(0, 3).Select(channel => Line(clear.Count >= FewBlocks ? clear : usable, channel)).ToList();
        return new Light([.. fits.Select(fit => fit.Gain)], [.. fits.Select(fit => fit.Bias)], LinearGain(clear.Count >= FewBlocks ? clear : usable), Part(usable.Select(block => block.Wide)), Part(usable.Select(block => block.Long)));
    }

    private static double Part(IEnumerable<Block> blocks)
    {
        var (clipped, count) = (0.0, 0.0);
        foreach (var block in blocks)
            (clipped, count) = (clipped + block.ClippedCount, count + block.Count);
        return count > 0 ? clipped / count : 0;
    }

    // The median of ratios: a bright leaf that moved must not count more than a wall.
    private static double LinearGain(List<(Block Wide, Block Long)> blocks)
    {
        var ratios = blocks.Select(block => (Wide: block.Wide.Light, Long: block.Long.Light)).Where(light => light.Wide > 0.002 && light.Long > 0.002).Select(light => light.Wide / light.Long);
        return FineResult.Percentile(ratios, 0.5) is var gain && double.IsFinite(gain) ? gain : 1;
    }

    private static (double Gain, double Bias) Line(List<(Block Wide, Block Long)> blocks, int channel)
    {
        var points = blocks.Select(block => (X: block.Long.Mean(channel) / 255, Y: block.Wide.Mean(channel) / 255)).ToList();
        var (gain, bias) = (1.0, 0.0);
        for (var round = 0; round < 3 && points.Count >= FewBlocks; round++)
        {
            var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
            var variance = points.Sum(point => (point.X - meanX) * (point.X - meanX));
            if (variance < 1e-6 * points.Count)
                return (meanY / Math.Max(1e-3, meanX), 0);
            gain = points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / variance;
            bias = meanY - (gain * meanX);
            var limit = Math.Max(0.004, 3 * FineResult.Percentile(points.Select(point => Math.Abs(point.Y - (gain * point.X) - bias)), 0.5));
            points = [.. points.Where(point => Math.Abs(point.Y - (gain * point.X) - bias) <= limit)];
        }

        return (gain, bias);
    }

    private readonly record struct Block(double Red, double Green, double Blue, byte Highest, int ClippedCount, int Count)
    {
        public double Light => (0.2126 * Tone.ToLinear(Red / 255)) + (0.7152 * Tone.ToLinear(Green / 255)) + (0.0722 * Tone.ToLinear(Blue / 255));

        public static Block Of(ByteImage image, int left, int top, int width, int height)
        {
            if (left < 0 || top < 0 || left + width > image.Width || top + height > image.Height)
                return default;
            var plane = image.Width * image.Height;
            var (sums, highest, clipped) = (new long[3], (byte)0, 0);
            for (var y = top; y < top + height; y++)
            {
                for (var x = left; x < left + width; x++)
                {
                    var at = (y * image.Width) + x;
                    var (r, g, b) = (image.Values[at], image.Values[plane + at], image.Values[(2 * plane) + at]);
                    sums[0] += r;
                    sums[1] += g;
                    sums[2] += b;
                    var most = Math.Max(r, Math.Max(g, b));
                    highest = Math.Max(highest, most);
                    clipped += most >= Clipped ? 1 : 0;
                }
            }

            double count = width * height;
            return new Block(sums[0] / count, sums[1] / count, sums[2] / count, highest, clipped, width * height);
        }

        public double Mean(int channel) => channel switch { 0 => Red, 1 => Green, _ => Blue };
    }
}
