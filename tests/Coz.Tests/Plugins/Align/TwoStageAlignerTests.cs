using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Plugins.Align;
using Coz.Plugins.SimulatedRig;
using SmallRig = Coz.Tests.Plugins.SimulatedRig.Rig;

namespace Coz.Tests.Plugins.Align;

[TestFixture]
public sealed class TwoStageAlignerTests
{
    private AlignBench _bench = null!;

    [SetUp]
    public void MakeBench() => _bench = new AlignBench();

    [TearDown]
    public void RemoveBench() => _bench.Dispose();

    [TestCase(52)]
    [TestCase(139)]
    public async Task A_good_pair_is_aligned_to_a_tenth_of_a_pixel_and_the_estimate_says_so(double focal)
    {
        var (result, error) = await _bench.AlignAsync(focal);

        Assert.That(result.IsAccepted, string.Join("; ", result.Rejections));
        Assert.That(error, Is.LessThan(0.1), "95 % of the shared area, in LR pixels");
        Assert.That(result.Metrics.HeldOutP95, Is.EqualTo(error).Within(0.05));
        Assert.That(result.Metrics.CoarseP95, Is.GreaterThan(result.Metrics.HeldOutP95), "the second stage is worth its time");
        Assert.That(result.Metrics.Scale, Is.EqualTo(focal / 35).Within(3).Percent);
        Assert.That(result.Tiles.Select(tile => tile.IsHeldOut), Does.Contain(true).And.Contain(false));
    }

    [TestCase("parallax", RejectionKind.Parallax)]
    [TestCase("moving_patch", RejectionKind.Motion)]
    [TestCase("exposure_jump", RejectionKind.Exposure)]
    [TestCase("other_scene", RejectionKind.OtherScene)]
    [TestCase("flat_sky", RejectionKind.Featureless)]
    public async Task A_bad_pair_is_rejected_with_its_reason(string fault, RejectionKind reason)
    {
        int[] second = [2];
        var faults = fault switch
        {
            "parallax" => new CameraFaults { ParallaxAt = second },
            "moving_patch" => new CameraFaults { MovingPatchAt = second },
            "exposure_jump" => new CameraFaults { ExposureJumpAt = second },
            "other_scene" => new CameraFaults { OtherSceneAt = second },
            _ => new CameraFaults { FlatSkyAt = second },
        };
        var (result, _) = await _bench.AlignAsync(80, AlignBench.Camera with { Faults = faults });

        Assert.That(result.IsAccepted, Is.False);
        Assert.That(result.Rejections[0].Kind, Is.EqualTo(reason), result.Rejections[0].Text);
    }

    [Test]
    public async Task Focal_lengths_that_do_not_fit_the_scale_are_told()
    {
        await using var rig = await SmallRig.ReadyAsync(AlignBench.Camera, new SimulatedLensOptions());
        var (wide, longer) = (_bench.Save("a.jpg", await rig.TakeAsync(35), 35), _bench.Save("b.jpg", await rig.TakeAsync(70), 80));
        var result = await new TwoStageAligner(new TwoStageOptions()).AlignAsync(new AlignmentRequest(wide, longer));

        Assert.That(result.Rejections.Single().Kind, Is.EqualTo(RejectionKind.Geometry));
        Assert.That(result.Rejections[0].Text, Does.Contain("the focal lengths give 2.286"));
    }

    [Test]
    public async Task A_frame_of_another_size_is_rejected_and_a_damaged_one_is_a_fault_that_names_it()
    {
        await using var rig = await SmallRig.ReadyAsync(SmallRig.SmallCamera with { Faults = new CameraFaults { WrongSizeAt = [2] } }, new SimulatedLensOptions());
        var (wide, other) = (_bench.Save("a.jpg", await rig.TakeAsync(35), 35), await rig.TakeAsync(70));
        var aligner = new TwoStageAligner(new TwoStageOptions());

        var result = await aligner.AlignAsync(new AlignmentRequest(wide, _bench.Save("b.jpg", other, 70)));
        Assert.That(result.Rejections.Single().Kind, Is.EqualTo(RejectionKind.Image));
        Assert.That(async () => await aligner.AlignAsync(new AlignmentRequest(wide, _bench.Save("cut.jpg", other[..(other.Length / 2)], 70))), Throws.InstanceOf<CozException>().With.Message.Contains("cut.jpg"));
    }
}
