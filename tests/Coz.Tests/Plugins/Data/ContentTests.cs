using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Tests.Support;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Data;

public sealed class ContentTests
{
    [TestCase(0.5, 0.002, ContentClass.Flat)]
    [TestCase(0.5, 0.1, ContentClass.Textured)]
    [TestCase(0.25, 0.1, ContentClass.Textured)]
    [TestCase(0.1, 0.002, ContentClass.Dark)]
    [TestCase(0.1, 0.08, ContentClass.Dark)]
    [TestCase(0.9, 0.002, ContentClass.Bright)]
    [TestCase(0.88, 0.1, ContentClass.Bright)]
    public void Hand_made_patches_have_the_stated_class(double level, double checker, ContentClass expected)
    {
        using var patch = Patch(level, checker);
        Assert.That(new ContentAugmentation(new ContentOptions()).ClassOf(patch.Lr), Is.EqualTo(expected));
    }

    [Test]
    public void The_thresholds_are_those_of_the_options()
    {
        using var patch = Patch(0.5, 0.02);
        Assert.That(new ContentAugmentation(new ContentOptions { FlatBelow = 12 }).ClassOf(patch.Lr), Is.EqualTo(ContentClass.Flat));
        Assert.That(new ContentAugmentation(new ContentOptions { DarkBelow = 0.6 }).ClassOf(patch.Lr), Is.EqualTo(ContentClass.Dark));
        Assert.That(new ContentAugmentation(new ContentOptions { BrightAbove = 0.4 }).ClassOf(patch.Lr), Is.EqualTo(ContentClass.Bright));
        Assert.That(new ContentOptions { DarkBelow = 0.8, BrightAbove = 0.2 }.Validate(), Has.One.Contains("dark_below"));
    }

    [Test]
    public void Contrast_changes_LR_and_HR_alike_keeps_the_mean_and_clips_nothing()
    {
        var options = Only(new ContentStrength { Contrast = 0.5 });
        var factors = new List<double>();
        for (var i = 0; i < 100; i++)
        {
            using var after = new ContentAugmentation(options).Apply(Patch(0.75, 0.2), new SampleRandom(i));
            var (low, high) = (after.Hr.min().item<float>(), after.Hr.max().item<float>());
            factors.Add((high - low) / 0.4);
            Assert.That((low + high) / 2, Is.EqualTo(0.75).Within(1e-5));
            Assert.That(high, Is.LessThanOrEqualTo(1.00001));
            Assert.That((after.Lr - after.Hr).abs().max().item<float>(), Is.LessThan(1e-6), "what was equal stays equal");
        }

        Assert.That(factors.Min(), Is.InRange(0.5, 0.6));
        Assert.That(factors.Max(), Is.EqualTo(1.25).Within(1e-4), "0.75 + 1.25 x 0.2 is 1, the limit");
    }

    [Test]
    public void Noise_is_added_to_LR_alone_with_the_strength_of_the_class()
    {
        var options = Only(new ContentStrength { Noise = 8 });
        var deviations = new List<double>();
        for (var i = 0; i < 60; i++)
        {
            using var after = new ContentAugmentation(options).Apply(Patch(0.5, 0.1), new SampleRandom(i));
            using var clean = Patch(0.5, 0.1);
            Assert.That((after.Hr - clean.Hr).abs().max().item<float>(), Is.Zero);
            deviations.Add((after.Lr - clean.Lr).std().item<float>() * 255);
        }

        Assert.That(deviations.Average(), Is.EqualTo(4).Within(0.8));
        Assert.That(deviations.Max(), Is.LessThan(9.5));
    }

    [Test]
    public void With_no_probability_patches_pass_as_they_are_and_the_same_numbers_give_the_same_change()
    {
        var patch = Patch(0.5, 0.1);
        using var same = new ContentAugmentation(new ContentOptions { Probability = 0 }).Apply(patch, new SampleRandom(1));
        Assert.That(same, Is.SameAs(patch));
        using var first = new ContentAugmentation(new ContentOptions { Probability = 1 }).Apply(Patch(0.5, 0.1), new SampleRandom(1));
        using var again = new ContentAugmentation(new ContentOptions { Probability = 1 }).Apply(Patch(0.5, 0.1), new SampleRandom(1));
        Assert.That((first.Lr - again.Lr).abs().max().item<float>(), Is.Zero);
    }

    private static ContentOptions Only(ContentStrength strength) => new() { Probability = 1, Flat = strength, Textured = strength, Dark = strength, Bright = strength };

    // A chessboard of level plus and minus a deviation; HR shows the same.
    private static ImagePair Patch(double level, double checker)
    {
        var values = Enumerable.Range(0, 3 * 16 * 16).Select(i => (float)(level + (((i % 16) + (i / 16 % 16)) % 2 == 0 ? checker : -checker))).ToArray();
        return new ImagePair(new PairInfo("d", "i", 1), tensor(values, [1, 3, 16, 16]), tensor(values, [1, 3, 16, 16]), GridQueries.Whole(16, 16, 16, 16), []);
    }
}
