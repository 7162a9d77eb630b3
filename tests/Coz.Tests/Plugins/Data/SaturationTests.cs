using Coz.Contracts.Models;
using Coz.Plugins.Data;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Data;

public sealed class SaturationTests
{
    private static readonly byte[] Colour = [200, 100, 50];

    // BT.601's luma of (200, 100, 50): 59.8 + 58.7 + 5.7 = 124.2.
    [Test]
    public void A_gray_patch_has_luma_in_whole_levels_in_every_channel_of_LR_and_HR()
    {
        using var after = new SaturationAugmentation(new SaturationOptions { Gray = 1, Pale = 0 }).Apply(Patch(), new SampleRandom(1));
        foreach (var image in new[] { after.Lr, after.Hr })
            Assert.That(Levels(image), Is.EqualTo(new[] { 124, 124, 124 }));
    }

    [Test]
    public void A_pale_patch_lies_between_its_colour_and_gray_LR_and_HR_alike()
    {
        var reds = new List<int>();
        for (var i = 0; i < 1000; i++)
        {
            using var after = new SaturationAugmentation(new SaturationOptions { Gray = 0, Pale = 1 }).Apply(Patch(), new SampleRandom(i));
            var (lr, hr) = (Levels(after.Lr), Levels(after.Hr));
            Assert.That(lr, Is.EqualTo(hr));
            var factor = (lr[0] - 124.2) / (200 - 124.2);
            Assert.That(lr[2], Is.EqualTo(124.2 + (factor * (50 - 124.2))).Within(1.5), "one factor for all channels");
            reds.Add(lr[0]);
        }

        Assert.That(reds.Min(), Is.EqualTo(124).Within(1));
        Assert.That(reds.Max(), Is.EqualTo(200).Within(1));
        Assert.That(reds.Average(), Is.EqualTo(162).Within(3), "drawn evenly");
    }

    [Test]
    public void Patches_are_changed_as_often_as_the_options_say()
    {
        var (gray, same) = (0, 0);
        for (var i = 0; i < 1000; i++)
        {
            var patch = Patch();
            using var after = new SaturationAugmentation(new SaturationOptions { Gray = 0.2, Pale = 0.3 }).Apply(patch, new SampleRandom(i));
            same += ReferenceEquals(after, patch) ? 1 : 0;
            gray += Levels(after.Hr).Distinct().Count() == 1 ? 1 : 0;
        }

        Assert.That(same, Is.EqualTo(500).Within(60));
        Assert.That(gray, Is.EqualTo(200).Within(50));
    }

    [Test]
    public void More_than_all_patches_cannot_be_changed() =>
        Assert.That(new SaturationOptions { Gray = 0.7, Pale = 0.4 }.Validate(), Has.One.Contains("gray and pale"));

    private static int[] Levels(Tensor image) => [.. Enumerable.Range(0, 3).Select(channel => (int)Math.Round(image[0, channel, 1, 1].item<float>() * 255))];

    private static ImagePair Patch() => new(new PairInfo("d", "i", 1), Image(4), Image(8), GridQueries.Whole(4, 4, 8, 8), []);

    private static Tensor Image(int side) => tensor(Array.ConvertAll(Colour, level => level / 255f)).view(1, 3, 1, 1).expand(1, 3, side, side).contiguous();
}
