using System.Globalization;
using Coz.Contracts.Models;
using Coz.Plugins.Lit;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Lit;

/// <summary>
/// What a render of a 640 x 480 image takes at its peak: Prepare and one chunk, after which all further chunks are alike. Run one at
/// a time, as the peak is the process's: <c>dotnet test --filter FullyQualifiedName~Lit.MemoryTests</c>.
/// </summary>
[Explicit("Takes a minute and gigabytes.")]
public sealed class MemoryTests
{
    private const long Limit = 8L << 20;

    [Test]
    public void One_stage_stays_below_8_GiB() => Measure(new LitDecoder(new DecoderContext(64), new LitOptions()), 4);

    [Test]
    public void Two_stages_stay_below_8_GiB() => Measure(new ClitDecoder(new DecoderContext(64), new ClitOptions()), 6);

    private static void Measure(Decoder decoder, int scale)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("The peak is read from /proc.");
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var disposed = decoder;
        using var map = new FeatureMap(randn(1, 64, 480, 640), randn(1, 3, 480, 640), ownsImage: true);
        using var prepared = decoder.Prepare(map);
        var afterPrepare = PeakKilobytes();
        using var points = GridQueries.Whole(480, 640, 480 * scale, 640 * scale)
            .ToPoints(480, 640, 1, float32, CPU, first: 640L * scale * 1000, count: Decoder.DefaultChunk);
        using var output = decoder.Decode(prepared, points);
        TestContext.Out.WriteLine(FormattableString.Invariant($"peak {afterPrepare / 1048576.0:f2} GiB after Prepare, {PeakKilobytes() / 1048576.0:f2} GiB after a chunk"));
        Assert.That(PeakKilobytes(), Is.LessThan(Limit));
    }

    private static long PeakKilobytes() => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture);
}
