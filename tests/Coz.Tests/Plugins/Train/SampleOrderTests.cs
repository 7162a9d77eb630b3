using Coz.Plugins.Train;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class SampleOrderTests
{
    [Test]
    public void Every_epoch_visits_every_image_as_often_in_an_order_of_its_own()
    {
        var order = new SampleOrder(count: 5, repeat: 4, batch: 8, seed: 3, isStream: false);
        var epochs = Enumerable.Range(0, 2).Select(epoch => Enumerable.Range(0, 3).SelectMany(step => order.At((epoch * 3) + step)).Select(order.ItemOf).ToList()).ToList();

        Assert.That(epochs.Select(items => items.Count), Is.All.EqualTo(20));
        Assert.That(epochs.Select(items => items.GroupBy(item => item).Select(group => group.Count()).Distinct().Single()), Is.All.EqualTo(4));
        Assert.That(epochs[0], Is.Not.EqualTo(epochs[1]));
        Assert.That(order.At(2), Has.Count.EqualTo(4), "the last batch of an epoch is smaller");
        Assert.That(order.EpochAt(3), Is.EqualTo(1));
    }

    [Test]
    public void Counted_in_steps_all_batches_are_full_and_run_over_the_ends_of_epochs()
    {
        var order = new SampleOrder(count: 5, repeat: 1, batch: 4, seed: 3, isStream: true);
        var samples = Enumerable.Range(0, 5).SelectMany(step => order.At(step)).ToList();

        Assert.That(samples, Is.EqualTo(Enumerable.Range(0, 20).Select(place => new SampleKey(place / 5, place % 5))));
        Assert.That(samples.Chunk(5).Select(epoch => epoch.Select(order.ItemOf).Order()), Is.All.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(order.EpochAt(5), Is.EqualTo(4));
    }

    [Test]
    public void The_order_does_not_depend_on_what_was_asked_before()
    {
        var (straight, jumping) = (new SampleOrder(7, 3, 4, 1, isStream: true), new SampleOrder(7, 3, 4, 1, isStream: true));
        _ = jumping.At(90).Select(jumping.ItemOf).ToList();

        Assert.That(jumping.At(11).Select(jumping.ItemOf), Is.EqualTo(straight.At(11).Select(straight.ItemOf)));
    }
}
