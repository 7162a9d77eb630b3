using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Tests.Contracts.Models.Training;

[TestFixture]
public sealed class SampleRandomTests
{
    [Test]
    public void The_same_numbers_give_the_same_sequence()
    {
        var (a, b) = (new SampleRandom(7, 3, 11), new SampleRandom(7, 3, 11));
        Assert.That(Draw(a), Is.EqualTo(Draw(b)));
    }

    // Held, since a run that is resumed by a later version draws what it would have drawn.
    [Test]
    public void The_sequence_is_the_one_it_has_always_been()
    {
        var random = new SampleRandom(1, 2, 3);
        Assert.That((random.NextInt(1000), random.NextInt(1000), random.NextDouble(), random.NextBool()), Is.EqualTo((130, 437, 0.9549255112847241, false)));
    }

    [TestCase(8L, 3L, 11L)]
    [TestCase(7L, 4L, 11L)]
    [TestCase(7L, 3L, 12L)]
    [TestCase(3L, 7L, 11L)]
    public void Another_number_in_any_place_gives_another_sequence(long seed, long epoch, long index) =>
        Assert.That(Draw(new SampleRandom(seed, epoch, index)), Is.Not.EqualTo(Draw(new SampleRandom(7, 3, 11))));

    [Test]
    public void A_fork_leaves_its_origin_where_it_is()
    {
        var (forked, untouched) = (new SampleRandom(5), new SampleRandom(5));
        var fork = Draw(forked.Fork(1));
        Assert.Multiple(() =>
        {
            Assert.That(Draw(forked), Is.EqualTo(Draw(untouched)));
            Assert.That(fork, Is.Not.EqualTo(Draw(new SampleRandom(5))));
            Assert.That(fork, Is.Not.EqualTo(Draw(new SampleRandom(5).Fork(2))));
        });
    }

    [Test]
    public void Whole_numbers_are_equally_likely()
    {
        var random = new SampleRandom(1);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextInt(7)]++;
        Assert.That(counts, Has.All.InRange(9_500, 10_500));
    }

    [Test]
    public void Normal_numbers_have_mean_0_and_variance_1()
    {
        var random = new SampleRandom(2);
        var numbers = Enumerable.Range(0, 100_000).Select(_ => random.NextNormal()).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(numbers.Average(), Is.EqualTo(0).Within(0.02));
            Assert.That(numbers.Average(x => x * x), Is.EqualTo(1).Within(0.03));
        });
    }

    [Test]
    public void Its_first_normal_number_is_the_pixel_noise_of_the_same_numbers() =>
        Assert.That(new SampleRandom(9, 1, 2, 3).NextNormal(), Is.EqualTo(PixelNoise.Normal(9, 1, 2, 3)));

    [TestCase(0, 5)]
    [TestCase(3, 5)]
    [TestCase(5, 5)]
    [TestCase(2304, 2304)]
    public void Chosen_numbers_are_different_and_within_their_bound(int count, int below)
    {
        var chosen = new SampleRandom(4).Choose(count, below);
        Assert.That(chosen, Has.Length.EqualTo(count).And.Unique.And.All.InRange(0, below - 1));
    }

    [Test]
    public void Each_number_is_chosen_as_often_as_another_and_in_any_place()
    {
        var random = new SampleRandom(6);
        var counts = new int[4, 2];
        for (var i = 0; i < 40_000; i++)
        {
            var chosen = random.Choose(2, 4);
            counts[chosen[0], 0]++;
            counts[chosen[1], 1]++;
        }

        Assert.That(counts.Cast<int>(), Has.All.InRange(9_500, 10_500));
    }

    private static double[] Draw(SampleRandom random) => [random.NextDouble(), random.NextDouble(2, 3), random.NextInt(1000), random.NextNormal(), random.NextBool() ? 1 : 0];
}
