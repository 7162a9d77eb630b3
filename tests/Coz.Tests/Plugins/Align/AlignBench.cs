using Coz.Contracts.Devices;
using Coz.Plugins.Align;
using Coz.Plugins.SimulatedRig;
using Coz.Tests.Support;
using SmallRig = Coz.Tests.Plugins.SimulatedRig.Rig;

namespace Coz.Tests.Plugins.Align;

/// <summary>Pairs of the simulated rig, aligned and scored.</summary>
internal sealed class AlignBench : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static SimulatedCameraOptions Camera => new() { Width = 852, Widest = 35, Longest = 140 };

    /// <summary>Takes a wide frame, then a long one, and aligns them. A fault is meant for exposure 2.</summary>
    public async Task<(Alignment Result, double TrueP95)> AlignAsync(double focal, SimulatedCameraOptions? camera = null, TwoStageOptions? options = null)
    {
        await using var rig = await SmallRig.ReadyAsync(camera ?? Camera, new SimulatedLensOptions());
        var (wide, longer) = (await rig.TakeAsync(35), await rig.TakeAsync(focal));
        var result = await new TwoStageAligner(options ?? new TwoStageOptions()).AlignAsync(new AlignmentRequest(Save("wide.jpg", wide, 35), Save("long.jpg", longer, Math.Round(focal))));
        return (result, result.Warp is { } warp ? TrueError.P95(warp, rig.TruthOf(wide).Geometry, rig.TruthOf(longer).Geometry) : double.NaN);
    }

    public AlignerImage Save(string name, byte[] picture, double focal)
    {
        File.WriteAllBytes(_folder.Path(name), picture);
        return new AlignerImage(_folder.Path(name), focal);
    }

    public void Dispose() => _folder.Dispose();
}
