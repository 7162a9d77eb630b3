using Coz.Console.Ui.Runs;
using Coz.Tests.Support;

namespace Coz.Tests.Ui;

[TestFixture]
internal sealed class LineTailTests
{
    private TemporaryFolder _folder;
    private string _file;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TemporaryFolder();
        _file = _folder.Path("log");
    }

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_line_is_given_once_and_only_when_it_is_whole()
    {
        var tail = new LineTail(_file);
        Assert.That(tail.Read(), Is.Empty, "there is no file yet");

        File.AppendAllText(_file, "one\ntw");
        Assert.That(tail.Read(), Is.EqualTo(["one"]));
        Assert.That(tail.Read(), Is.Empty);

        File.AppendAllText(_file, "o – zwei\n\nthree\n");
        Assert.That(tail.Read(), Is.EqualTo(["two – zwei", "three"]));
    }

    [Test]
    public void A_letter_whose_bytes_come_in_two_parts_stays_whole()
    {
        var tail = new LineTail(_file);
        var bytes = "ü\n"u8.ToArray();
        Append(bytes[..1]);
        Assert.That(tail.Read(), Is.Empty);
        Append(bytes[1..]);
        Assert.That(tail.Read(), Is.EqualTo(["ü"]));
    }

    [Test]
    public void Of_a_long_history_only_the_newest_whole_lines_are_read()
    {
        File.WriteAllLines(_file, Enumerable.Range(0, 1_000_000).Select(i => $"line {i}"));

        var lines = new LineTail(_file).Read();

        Assert.That(lines[^1], Is.EqualTo("line 999999"));
        Assert.That(lines, Has.Count.InRange(100_000, 999_999));
        Assert.That(lines, Has.All.StartsWith("line "));
    }

    private void Append(byte[] bytes)
    {
        using var file = new FileStream(_file, FileMode.Append);
        file.Write(bytes);
    }
}
