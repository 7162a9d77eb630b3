using Coz.Contracts.Models;
using Coz.Plugins.Liif;
using Coz.Plugins.Lmi;
using Coz.Plugins.MetaSr;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins;

[TestFixture]
public sealed class SkipTests
{
    [TestCase("liif")]
    [TestCase("lmi")]
    [TestCase("metasr")]
    public void The_skip_adds_the_bilinear_picture_and_nothing_else(string name)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (image, features) = (rand(2, 3, 6, 5), randn(2, 16, 6, 5));
        using var map = new FeatureMap(features, image);
        using var queries = new PointQueries((rand(2, 40, 2) * 2) - 1, full(2, 40, 2, 0.1f));
        using var without = Make(skip: false);
        using var with = Make(skip: true);
        with.load_state_dict(without.state_dict());
        using var plain = without.Prepare(map);
        using var lifted = with.Prepare(map);

        var added = with.Decode(lifted, queries) - without.Decode(plain, queries);
        Assert.That((added - BilinearSkip.Sample(image, queries.Coords)).abs().max().item<float>(), Is.LessThan(1e-6));

        Decoder Make(bool skip)
        {
            var context = new DecoderContext(16);
            return name switch
            {
                "liif" => new LiifDecoder(context, new LiifOptions { Skip = skip }),
                "lmi" => new LmiDecoder(context, new LmiOptions { Skip = skip }),
                _ => new MetaSrDecoder(context, new MetaSrOptions { Skip = skip }),
            };
        }
    }
}
