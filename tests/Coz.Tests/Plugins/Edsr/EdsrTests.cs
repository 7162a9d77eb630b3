using Coz.Plugins.Edsr;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Edsr;

public sealed class EdsrTests
{
    [Test]
    public void The_baseline_has_the_official_parameters_of_which_24_are_frozen()
    {
        using var encoder = new EdsrBaselineEncoder(new EdsrBaselineOptions());
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(encoder), Is.EqualTo(1_220_440));
            Assert.That(StateDict.Parameters(encoder, trainableOnly: true), Is.EqualTo(1_220_416));
            Assert.That(StateDict.Of(encoder), Is.EqualTo(StateDict.Official("edsr-baseline")));
        });
    }

    [Test]
    public void Without_the_mean_shift_only_the_frozen_parameters_are_gone()
    {
        using var encoder = new EdsrBaselineEncoder(new EdsrBaselineOptions { MeanShift = false });
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(encoder), Is.EqualTo(1_220_416));
            Assert.That(StateDict.Of(encoder), Is.EqualTo(StateDict.Official("edsr-baseline").Skip(4)));
        });
    }

    [Test]
    public void Only_an_encoder_without_the_mean_shift_leaves_out_that_of_others()
    {
        using var with = new EdsrBaselineEncoder(new EdsrBaselineOptions { NResblocks = 0 });
        using var without = new EdsrBaselineEncoder(new EdsrBaselineOptions { NResblocks = 0, MeanShift = false });
        Assert.Multiple(() =>
        {
            Assert.That(new[] { "sub_mean.weight", "add_mean.bias" }.All(without.IsNeverApplied));
            Assert.That(without.IsNeverApplied("body.0.weight"), Is.False);
            Assert.That(with.IsNeverApplied("sub_mean.weight"), Is.False);
        });
    }

    [Test]
    public void The_full_network_has_the_official_parameters()
    {
        using var encoder = new EdsrEncoder(new EdsrFullOptions());
        Assert.That(StateDict.Parameters(encoder), Is.EqualTo(38_362_392));
    }

    [Test]
    public void The_compact_network_trains_all_it_stores()
    {
        using var encoder = new EdsrCompactEncoder(new EdsrCompactOptions());
        Assert.That((StateDict.Parameters(encoder), StateDict.Parameters(encoder, trainableOnly: true)), Is.EqualTo((158_112, 158_112)));
    }

    [Test]
    public void The_mean_shift_holds_the_mean_of_DIV2K_with_both_signs()
    {
        using var encoder = new EdsrBaselineEncoder(new EdsrBaselineOptions { NResblocks = 0, NFeats = 1, RgbRange = 255 });
        var state = encoder.state_dict();
        Assert.Multiple(() =>
        {
            Assert.That(state["sub_mean.bias"].data<float>().ToArray(), Is.EqualTo(new[] { -114.444f, -111.4605f, -103.02f }).Within(1e-4));
            Assert.That(state["add_mean.bias"].data<float>().ToArray(), Is.EqualTo(new[] { 114.444f, 111.4605f, 103.02f }).Within(1e-4));
            Assert.That(state["sub_mean.weight"].data<float>().ToArray(), Is.EqualTo(new float[] { 1, 0, 0, 0, 1, 0, 0, 0, 1 }));
        });
    }
}
