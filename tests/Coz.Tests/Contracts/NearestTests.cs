using Coz.Contracts;

namespace Coz.Tests.Contracts;

[TestFixture]
public sealed class NearestTests
{
    [TestCase("widht", "width", 1)]
    [TestCase("widht", "widest", 2)]
    [TestCase("", "abc", 3)]
    [TestCase("abc", "", 3)]
    [TestCase("kitten", "sitting", 3)]
    [TestCase("same", "same", 0)]
    [TestCase("ca", "abc", 3)]
    public void The_distance_counts_letters_and_swapped_neighbours(string a, string b, int distance) => Assert.That(Nearest.Distance(a, b), Is.EqualTo(distance));

    [Test]
    public void A_slip_of_two_neighbours_is_nearer_than_another_word() => Assert.That(Nearest.Hint("widht", ["widest", "width"]), Does.StartWith("did you mean 'width'?"));

    [Test]
    public void Far_from_all_words_all_are_named() => Assert.That(Nearest.Hint("xylophone", ["b", "a"]), Is.EqualTo("legal: a, b"));
}
