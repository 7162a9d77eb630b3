using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Data;

public sealed class ListPatchTests
{
    [Test]
    public void Without_weights_an_epoch_goes_over_every_image_once()
    {
        var list = List([]);
        Assert.That(list.Count, Is.EqualTo(5));
        Assert.That(Enumerable.Range(0, 5).Select(item => NameOf(list, item, 0)), Is.Unique);
    }

    [Test]
    public void Weights_say_how_often_a_source_gives_a_patch()
    {
        var list = List([3, 1]);
        var names = Enumerable.Range(0, 400).Select(i => NameOf(list, i % 5, i)).ToList();
        Assert.That(names.Count(name => name.StartsWith("few/", StringComparison.Ordinal)), Is.InRange(270, 330));
        Assert.That(names.Distinct().Count(), Is.EqualTo(5));
        Assert.That(Enumerable.Range(0, 50).Select(i => NameOf(List([0, 1]), 0, i)), Is.All.StartsWith("many/"));
    }

    [Test]
    public void A_batch_s_scale_is_drawn_by_one_of_the_sources()
    {
        var scales = Enumerable.Range(0, 100).Select(i => List([1, 1]).DrawScale(new SampleRandom(i))!.Value).ToList();
        Assert.That(scales.Count(scale => scale < 2), Is.InRange(30, 70));
        Assert.That(scales, Is.All.InRange(1.5, 3.5));
    }

    [Test]
    public void A_batch_has_no_scale_where_a_source_that_gives_patches_cannot_choose_one()
    {
        ListSource Mixed(double photos, double pairs) => new(
            new ListOptions
            {
                Sources = [new("procedural", new ProceduralOptions { Count = 2, Height = 40, Width = 40 }), new("paired-folders", new PairedFoldersOptions { Hr = "h", Lr = "l" })],
                Weights = [photos, pairs],
            },
            new TestParts());

        Assert.That(Mixed(1, 1).DrawScale(new SampleRandom(1)), Is.Null);
        Assert.That(Mixed(1, 0).DrawScale(new SampleRandom(1)), Is.Not.Null);
    }

    [Test]
    public void A_source_that_gives_no_patches_is_named()
    {
        var list = new ListSource(new ListOptions { Sources = [new("paired-folders", new PairedFoldersOptions { Hr = "h", Lr = "l" })] }, new WholeOnly());
        Assert.That(() => list.Count, Throws.InstanceOf<CozException>().With.Message.Contains("paired-folders"));
    }

    [Test]
    public void Weights_that_fit_no_source_are_faults()
    {
        IReadOnlyList<Part<PairSource>> sources = [new("procedural", new ProceduralOptions())];
        Assert.That(new ListOptions { Sources = sources, Weights = [1, 2] }.Validate(), Has.One.Contains("weights"));
        Assert.That(new ListOptions { Sources = sources, Weights = [0] }.Validate(), Has.One.Contains("weights"));
        Assert.That(new ListOptions { Sources = sources, Weights = [-1] }.Validate(), Is.Not.Empty);
        Assert.That(new ListOptions { Sources = sources, Weights = [2.5] }.Validate(), Is.Empty);
    }

    private static ListSource List(IReadOnlyList<double> weights) => new(
        new ListOptions
        {
            Sources =
            [
                new("procedural", new ProceduralOptions { Name = "few", Count = 2, Height = 40, Width = 40, ScaleMin = 1.5, ScaleMax = 1.75 }),
                new("procedural", new ProceduralOptions { Name = "many", Count = 3, Height = 40, Width = 40, ScaleMin = 3, ScaleMax = 3.5 }),
            ],
            Weights = weights,
        },
        new TestParts());

    private static string NameOf(ListSource list, int item, int seed)
    {
        using var patch = list.LoadPatch(new PatchRequest(item, 8, new SampleRandom(1, seed)));
        return $"{patch.Info.Dataset}/{patch.Info.Image}";
    }

    private sealed class WholeOnlySource : PairSource
    {
        public override IReadOnlyList<PairInfo> List() => [];

        public override ImagePair Load(PairInfo pair, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    private sealed class WholeOnly : IPartFactory
    {
        public IReadOnlyList<PartInfo> List<T>()
            where T : class => [];

        public Part<T> Bind<T>(string name, System.Text.Json.Nodes.JsonObject? options = null, string origin = "")
            where T : class => throw new NotSupportedException();

        public T Create<T>(Part<T> part, params object[] context)
            where T : class => (T)(object)new WholeOnlySource();
    }
}
