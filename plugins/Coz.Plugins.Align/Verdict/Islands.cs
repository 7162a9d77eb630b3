namespace Coz.Plugins.Align;

/// <summary>Tiles that do not fit, as islands on the grid: one compact patch is something that moved, several are depth.</summary>
/// <param name="Part">The part of the textured tiles that do not fit.</param>
/// <param name="Count">How many islands of two tiles or more.</param>
/// <param name="IsOnePatch">True if nearly all of them are one compact patch.</param>
internal sealed record Islands(double Part, int Count, bool IsOnePatch)
{
    private const double MostOfThem = 0.75;
    private const double Compact = 0.6;
    private const double LeastPatch = 0.08;

    /// <summary>The islands of tiles that the warp leaves off.</summary>
    public static Islands Of(FineResult fine, double limit) => Of(fine, tile => tile.Length > limit || tile.IsForeign);

    /// <summary>Whether some tiles are one compact patch among all of them.</summary>
    public static bool IsPatch(HashSet<(int Column, int Row)> few, HashSet<(int Column, int Row)> all) =>
        few.Count >= LeastPatch * all.Count && Groups(few).MaxBy(island => island.Count) is { } largest && largest.Count >= MostOfThem * few.Count && IsCompact(largest, all);

    private static Islands Of(FineResult fine, Func<TileMeasure, bool> isOff)
    {
        var textured = fine.Textured.Select(tile => (tile.Tile.Column, tile.Tile.Row)).ToHashSet();
        var bad = fine.Textured.Where(isOff).Select(tile => (tile.Tile.Column, tile.Tile.Row)).ToHashSet();
        var part = bad.Count / (double)Math.Max(1, textured.Count);

        // The warp may have settled on what moved: then it is the rest that does not fit.
        var few = part > 0.5 ? [.. textured.Except(bad)] : bad;
        var islands = Groups(few).OrderByDescending(island => island.Count).ToList();
        return islands.Count == 0 || few.Count < LeastPatch * textured.Count
            ? new Islands(part, islands.Count, part <= 0.5 && islands.Count == 1)
            : new Islands(Math.Min(part, 1 - part), islands.Count(island => island.Count > 1), IsPatch(few, textured));
    }

    private static bool IsCompact(List<(int Column, int Row)> island, HashSet<(int Column, int Row)> textured)
    {
        var (left, right, top, bottom) = (island.Min(tile => tile.Column), island.Max(tile => tile.Column), island.Min(tile => tile.Row), island.Max(tile => tile.Row));
        return island.Count >= Compact * textured.Count(tile => tile.Column >= left && tile.Column <= right && tile.Row >= top && tile.Row <= bottom);
    }

    private static IEnumerable<List<(int Column, int Row)>> Groups(HashSet<(int Column, int Row)> tiles)
    {
        var rest = new HashSet<(int Column, int Row)>(tiles);
        foreach (var start in tiles.OrderBy(tile => tile.Row).ThenBy(tile => tile.Column))
        {
            if (!rest.Remove(start))
                continue;
            var (group, open) = (new List<(int Column, int Row)>(), new Stack<(int Column, int Row)>([start]));
            while (open.TryPop(out var tile))
            {
                group.Add(tile);
                for (var i = 0; i < 9; i++)
                {
                    var next = (tile.Column + (i % 3) - 1, tile.Row + (i / 3) - 1);
                    if (rest.Remove(next))
                        open.Push(next);
                }
            }

            yield return group;
        }
    }
}
