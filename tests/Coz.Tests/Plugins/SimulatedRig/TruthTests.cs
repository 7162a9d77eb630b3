using Coz.Plugins.SimulatedRig;
using Coz.Tests.Support;
using OpenCvSharp;

namespace Coz.Tests.Plugins.SimulatedRig;

/// <summary>The stored true warp is what the pixels show.</summary>
[TestFixture]
public sealed class TruthTests
{
    [Test]
    public async Task On_a_procedural_scene_a_long_frame_taken_to_a_wide_one_by_the_true_warp_lies_on_it() =>
        await CheckAsync(new SimulatedCameraOptions { Width = 640, Widest = 35, Longest = 70 });

    [Test]
    public async Task On_a_photo_too()
    {
        using var folder = new TemporaryFolder();
        using (var photo = new Mat(1024, 1364, MatType.CV_8UC3))
        {
            Cv2.Randu(photo, new Scalar(0, 0, 0), new Scalar(255, 255, 255));
            Cv2.GaussianBlur(photo, photo, new Size(0, 0), 3);
            Cv2.Normalize(photo, photo, 20, 235, NormTypes.MinMax);
            Cv2.ImWrite(folder.Path("photo.png"), photo);
        }

        await CheckAsync(new SimulatedCameraOptions { Scene = [folder.Path("photo.png")], Widest = 35, Longest = 70 });
    }

    // Displacements of several pixels are what the optics do here: a truth that ignored one would fail by that much.
    private static async Task CheckAsync(SimulatedCameraOptions options)
    {
        await using var rig = await Rig.ReadyAsync(options, new SimulatedLensOptions { Wander = 300, Shift = 40, Rotation = 0.5 });
        var wide = await rig.TakeAsync(35);
        var tele = await rig.TakeAsync(69);
        var (from, to) = (rig.TruthOf(wide).Geometry, rig.TruthOf(tele).Geometry);
        var reference = Rig.Luminance(wide);

        var resampled = TileShifts.Resample(Rig.Luminance(tele), reference.GetLength(0), reference.GetLength(1), (x, y) => from.Map(to, x, y));
        var shifts = TileShifts.Measure(reference, resampled, 32);

        Assert.That(shifts, Has.Count.GreaterThan(20));
        Assert.That(Math.Abs(shifts.Average(shift => shift.X)), Is.LessThan(0.02), "mean shift along x, in pixels of the wide frame");
        Assert.That(Math.Abs(shifts.Average(shift => shift.Y)), Is.LessThan(0.02), "mean shift along y");
        Assert.That(Percentile(shifts.Select(shift => Math.Sqrt((shift.X * shift.X) + (shift.Y * shift.Y)))), Is.LessThan(0.1), "95 % of the tiles");
    }

    private static double Percentile(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)(0.95 * (sorted.Count - 1))];
    }
}
