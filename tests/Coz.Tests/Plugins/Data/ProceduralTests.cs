using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Data;

public sealed class ProceduralTests
{
    private static readonly ProceduralOptions Small = new() { Height = 32, Width = 40, Scales = [2], Count = 7 };

    [Test]
    public void The_same_seed_gives_the_same_images_and_another_seed_others()
    {
        foreach (var index in new[] { 1, 2, 3, 4 })
        {
            using var first = Load(Small, index);
            using var again = Load(Small, index);
            using var other = Load(Small with { Seed = 1 }, index);
            Assert.That((first.Hr - again.Hr).abs().max().item<float>(), Is.Zero, first.Info.Image);
            Assert.That((first.Hr - other.Hr).abs().max().item<float>(), Is.GreaterThan(0.01f), first.Info.Image);
        }
    }

    [Test]
    public void Every_image_has_a_name_of_its_own_contrast_and_8_bit_levels()
    {
        var source = new ProceduralSource(Small);
        Assert.That(source.List().Select(pair => pair.Image), Is.Unique.And.Exactly(7).Items);
        foreach (var info in source.List())
        {
            using var pair = source.Load(info);
            Assert.That(pair.Hr.std().item<float>(), Is.GreaterThan(0.1f), info.Image);
            Assert.That(((pair.Hr * 255) - (pair.Hr * 255).round()).abs().max().item<float>(), Is.LessThan(1e-4f), info.Image);
        }
    }

    [Test]
    public void A_list_joins_its_sources_and_loads_from_the_right_one()
    {
        Part<PairSource> One(string name, int seed) => new("procedural", Small with { Name = name, Seed = seed });
        var list = new ListSource(new ListOptions { Sources = [One("a", 0), One("b", 5)] }, new TestParts());
        Assert.That(list.List().Select(pair => pair.Dataset).Distinct(), Is.EqualTo(new[] { "a", "b" }));
        using var fromList = list.Load(list.List()[^1]);
        using var direct = Load(Small with { Seed = 5 }, 6);
        Assert.That((fromList.Hr - direct.Hr).abs().max().item<float>(), Is.Zero);
        Assert.That(() => new ListSource(new ListOptions { Sources = [One("a", 0), One("a", 1)] }, new TestParts()).List(), Throws.InstanceOf<CozException>().With.Message.Contains("two images"));
    }

    private static ImagePair Load(ProceduralOptions options, int index)
    {
        var source = new ProceduralSource(options);
        return source.Load(source.List()[index]);
    }
}
