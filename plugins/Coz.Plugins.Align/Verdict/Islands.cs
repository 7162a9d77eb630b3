namespace Coz.Plugins.Align;

/// <summary>Tiles that do not fit, as islands on the grid: one compact patch is something that moved, several are depth.</summary>
/// <param name="Part">The part of the textured tiles that do not fit.</param>
/// <param name="Count">How many islands of two tiles or more.</param>
/// <param name="IsOnePatch">True if nearly all of them are one compact patch.</param>
internal sealed record Islands(double Part, int Count, bool IsOnePatch)
{
    private const double MostOfThem = 0.75;
    private const double Compact = 0.6;
    private const double LargestPatch = 0.5;

    public static Islands Of(FineResult fine, double limit)
    {
        var bad = fine.Textured.Where(tile => tile.Length > limit || tile.Explained < 0.3).Select(tile => (tile.Tile.Column, tile.Tile.Row)).ToHashSet();
        var part = bad.Count / (double)Math.Max(1, fine.Textured.Count);
        var islands = Groups(bad).OrderByDescending(island => island.Count).ToList();
        if (islands.Count == 0)
            return new Islands(part, 0, false);
        var largest = islands[0];
        var (width, height) = (largest.Max(tile => tile.Column) - largest.Min(tile => tile.Column) + 1, largest.Max(tile => tile.Row) - largest.Min(tile => tile.Row) + 1);
        var textured = fine.Textured.Count(tile => tile.Tile.Column >= largest.Min(t => t.Column) && tile.Tile.Column <= largest.Max(t => t.Column) && tile.Tile.Row >= largest.Min(t => t.Row) && tile.Tile.Row <= largest.Max(t => t.Row));
        var isCompact = largest.Count >= Compact * Math.Min(width * height, textured);
        return new Islands(part, islands.Count(island => island.Count > 1), part < LargestPatch && largest.Count >= MostOfThem * bad.Count && isCompact);
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
