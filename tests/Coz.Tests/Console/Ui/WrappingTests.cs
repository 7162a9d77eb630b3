using Coz.Console.Ui.Text;

namespace Coz.Tests.Ui;

[TestFixture]
internal sealed class WrappingTests
{
    [Test]
    public void Lines_break_at_spaces_and_inside_words_that_are_too_long()
    {
        Assert.That(Wrapping.Wrap("one two three", 8), Is.EqualTo(["one two", "three"]));
        Assert.That(Wrapping.Wrap("abcdefghij", 4), Is.EqualTo(["abcd", "efgh", "ij"]));
        Assert.That(Wrapping.Wrap("key = abcdefghij", 8, indent: 2), Is.EqualTo(["key =", "  abcdef", "  ghij"]));
        Assert.That(Wrapping.Wrap("", 5), Is.EqualTo([""]));
    }

    [Test]
    public void No_line_is_wider_than_asked_for_and_no_letter_is_lost([Range(1, 30)] int width)
    {
        const string text = "samples/experiments/broken.json, line 2, column 27: malformed JSON: '}' is an invalid start of a value.";

        var lines = Wrapping.Wrap(text, width, indent: 4).ToList();

        Assert.That(lines, Has.All.Length.LessThanOrEqualTo(width));
        Assert.That(string.Concat(lines).Replace(" ", "", StringComparison.Ordinal), Is.EqualTo(text.Replace(" ", "", StringComparison.Ordinal)));
    }
}
