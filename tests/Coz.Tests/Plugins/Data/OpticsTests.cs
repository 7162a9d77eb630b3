using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Data;

public sealed class OpticsTests
{
    private static readonly OpticsOptions Nothing = new() { Psf = [0], Noise = [0], Jpeg = [] };

    [Test]
    public void Without_blur_noise_and_JPEG_it_is_the_box_alone()
    {
        using var plain = Patch(null);
        using var optical = Patch(Nothing);
        Assert.That((plain.Hr - optical.Hr).abs().max().item<float>(), Is.Zero);
        Assert.That((plain.Lr - optical.Lr).abs().max().item<float>(), Is.Zero);
    }

    [Test]
    public void A_wider_blur_leaves_less_detail_and_the_mean()
    {
        using var sharp = Patch(Nothing);
        using var soft = Patch(Nothing with { Psf = [0.6] });
        using var softer = Patch(Nothing with { Psf = [1.2] });
        Assert.That(Deviation(soft), Is.LessThan(0.9 * Deviation(sharp)));
        Assert.That(Deviation(softer), Is.LessThan(0.9 * Deviation(soft)));
        Assert.That(softer.Lr.mean().item<float>(), Is.EqualTo(sharp.Lr.mean().item<float>()).Within(0.02));
    }

    [Test]
    public void Noise_has_the_stated_deviation_and_JPEG_changes_the_picture()
    {
        using var clean = Patch(Nothing);
        using var noisy = Patch(Nothing with { Noise = [4] });
        Assert.That((noisy.Lr - clean.Lr).std().item<float>() * 255, Is.EqualTo(4).Within(0.5));
        using var compressed = Patch(Nothing with { Jpeg = [30] });
        Assert.That((compressed.Lr - clean.Lr).abs().mean().item<float>() * 255, Is.InRange(1, 30));
    }

    [Test]
    public void A_patch_sees_the_photo_beyond_its_border_as_a_lens_does()
    {
        // The same LR pixel in two crops: blur must not know where the crop ends.
        var photo = new ProceduralSource(new ProceduralOptions { Count = 2, Height = 64, Width = 64, Degradation = Degradation.Box, Optics = Nothing with { Psf = [1] }, Scales = [2] });
        using var whole = photo.Load(photo.List()[1]);
        for (var i = 0; i < 20; i++)
        {
            using var patch = photo.LoadPatch(new PatchRequest(1, 8, new SampleRandom(i), 2));
            var isThere = Enumerable.Range(0, 25 * 25).Any(at => whole.Lr.narrow(2, at / 25, 8).narrow(3, at % 25, 8).isclose(patch.Lr, atol: 1e-4).all().item<bool>());
            var isOnTheGrid = Enumerable.Range(0, 25 * 25).Any(at => whole.Hr.narrow(2, at / 25 * 2, 16).narrow(3, at % 25 * 2, 16).equal(patch.Hr).all().item<bool>());
            Assert.That(isThere, Is.EqualTo(isOnTheGrid));
        }
    }

    [Test]
    public void Whole_pairs_for_tests_are_the_same_every_time_and_of_any_scale()
    {
        var source = new ProceduralSource(new ProceduralOptions { Count = 2, Height = 64, Width = 80, Degradation = Degradation.Box, Optics = new OpticsOptions(), Scales = [1.7, 3.3] });
        foreach (var info in source.List())
        {
            using var first = source.Load(info);
            using var again = source.Load(info);
            Assert.That((first.Lr - again.Lr).abs().max().item<float>(), Is.Zero);
        }
    }

    [Test]
    public void Ranges_that_are_none_are_faults()
    {
        Assert.That(new OpticsOptions().Validate(), Is.Empty);
        Assert.That(new OpticsOptions { Psf = [2, 1] }.Validate(), Has.One.Contains("psf"));
        Assert.That(new OpticsOptions { Noise = [] }.Validate(), Has.One.Contains("noise"));
        Assert.That(new OpticsOptions { Jpeg = [0, 90] }.Validate(), Has.One.Contains("jpeg"));
    }

    private static ImagePair Patch(OpticsOptions? optics) => new ProceduralSource(new ProceduralOptions { Count = 2, Height = 128, Width = 128, Degradation = Degradation.Box, Optics = optics })
        .LoadPatch(new PatchRequest(1, 48, new SampleRandom(5), 2.3));

    private static double Deviation(ImagePair patch) => (patch.Lr.narrow(3, 1, 47) - patch.Lr.narrow(3, 0, 47)).std().item<float>();
}
