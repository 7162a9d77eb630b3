using Coz.Contracts;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Toolkit;

public sealed class DatasetIndexTests
{
    private static readonly DatasetIndex Example = new(
        [new IndexFrame("train_LR/a/1.png", "a", new AxisPair(1, 1), default), new IndexFrame("train_LR/a/2.png", "a", new AxisPair(2.0031, 2.0029), new AxisPair(0.126, -0.417))],
        [new IndexPair("pairs/a/lr.png", "pairs/a/hr.png", "a", true, new AxisPair(2, 2.5), default)]);

    [Test]
    public void What_is_written_is_read_again()
    {
        using var folder = new TemporaryFolder();
        Assert.That(DatasetIndex.Find(folder.FullPath), Is.Null);
        Example.Write(folder.FullPath);
        var read = DatasetIndex.Find(folder.FullPath)!;
        Assert.That(read.Frames, Is.EqualTo(Example.Frames));
        Assert.That(read.Pairs, Is.EqualTo(Example.Pairs));
    }

    [TestCase("""{ "format": "coz-index", "version": 2, "frames": [] }""", "version 2")]
    [TestCase("""{ "format": "other", "version": 1, "frames": [] }""", "\"format\": \"coz-index\"")]
    [TestCase("""{ "format": "coz-index", "version": 1 }""", "frames")]
    [TestCase("""{ "format": "coz-index", """, "cannot be read")]
    [TestCase("""{ "format": "coz-index", "version": 1, "frames": [{ "path": "../a.png", "scene": "a", "scale": { "rows": 1, "columns": 1 }, "offset": { "rows": 0, "columns": 0 } }] }""", "no path within")]
    [TestCase("""{ "format": "coz-index", "version": 1, "frames": [{ "path": "a.png", "scene": "a", "scale": { "rows": 0, "columns": 1 }, "offset": { "rows": 0, "columns": 0 } }] }""", "has the scale 0, 1")]
    public void What_cannot_be_is_refused_with_the_file_and_the_reason(string text, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Path("index.json"), text);
        Assert.That(() => DatasetIndex.Find(folder.FullPath), Throws.InstanceOf<CozException>().With.Message.Contains(reason).And.Message.Contains("index.json").And.Message.Not.Contains("\n"));
    }

    [Test]
    public void An_impossible_index_is_not_written()
    {
        using var folder = new TemporaryFolder();
        var twice = Example with { Frames = [Example.Frames[0], Example.Frames[0]] };
        Assert.That(() => twice.Write(folder.FullPath), Throws.InstanceOf<CozException>().With.Message.Contains("twice"));
        Assert.That(Directory.GetFiles(folder.FullPath), Is.Empty);
    }
}
