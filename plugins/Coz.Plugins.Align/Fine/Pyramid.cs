namespace Coz.Plugins.Align;

/// <summary>A photo's light at full size, at a half, at a quarter...: made when asked for.</summary>
internal sealed class Pyramid(Plane full)
{
    private readonly List<Plane> _levels = [full];

    public int Width => full.Width;

    public int Height => full.Height;

    /// <summary>The level whose samples are 2^level pixels of the photo wide.</summary>
    public Plane Level(int level)
    {
        lock (_levels)
        {
            while (_levels.Count <= level)
            {
                var last = _levels[^1];
                _levels.Add(last.Shrunk(0, 0, last.Width, last.Height, 2));
            }

            return _levels[level];
        }
    }
}
