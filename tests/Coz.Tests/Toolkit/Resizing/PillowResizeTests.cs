using Coz.Toolkit;

namespace Coz.Tests.Toolkit.Resizing;

/// <summary>Known answers of Pillow itself (figures of its own test suite): a checkerboard of 2 x 2 squares of 225 and 30.</summary>
public sealed class PillowResizeTests
{
    [TestCase(12, 6, "E1E3D4 E3E5D6 D4D6C9")]
    [TestCase(4, 8, "E1E5EEB9 E5E9F3BC EEF3FDC1 B9BCC1A2")]
    public void It_gives_the_levels_that_Pillow_gives(int side, int newSide, string quarter)
    {
        var board = new Raster(1, side, side, [.. Enumerable.Range(0, side * side).Select(i => (i / side < side / 2) == (i % side < side / 2) ? 225.0 : 30)]);
        var resized = PillowResize.Bicubic(board, newSide, newSide);
        var expected = quarter.Split(' ').Select(Convert.FromHexString).ToArray();
        for (var y = 0; y < newSide; y++)
        {
            for (var x = 0; x < newSide; x++)
            {
                var level = expected[Math.Min(y, newSide - 1 - y)][Math.Min(x, newSide - 1 - x)];
                var isBright = (y < newSide / 2) == (x < newSide / 2);
                Assert.That(resized.Values[(y * newSide) + x], Is.EqualTo(isBright ? level : 255 - level), $"row {y}, column {x}");
            }
        }
    }

    [Test]
    public void An_unchanged_size_changes_no_level()
    {
        var image = new Raster(2, 5, 4, [.. Enumerable.Range(0, 40).Select(i => (i * 37) % 256.0)]);
        Assert.That(PillowResize.Bicubic(image, 5, 4).Values, Is.EqualTo(image.Values));
    }
}
