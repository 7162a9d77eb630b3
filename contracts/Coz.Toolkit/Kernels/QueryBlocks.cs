namespace Coz.Toolkit.Kernels;

/// <summary>
/// The queries of a batch in blocks, each of one image: what a training kernel adds up in one go, block by block and then in their
/// order. The number of blocks follows from the batch alone, so that bits do not depend on the threads.
/// </summary>
/// <param name="Images">The images, at least one.</param>
/// <param name="Queries">The queries of each.</param>
public readonly record struct QueryBlocks(int Images, int Queries)
{
    // Each block has gradients of its own: more blocks would serve more cores and cost more memory.
    private const int Most = 16;
    private const int LeastQueries = 64;

    /// <summary>Blocks an image.</summary>
    public int Parts => Math.Clamp(Queries / LeastQueries, 1, Math.Max(1, Most / Images));

    /// <summary>All blocks: those of the first image, of the second, ...</summary>
    public int Count => Images * Parts;

    /// <summary>A block's image.</summary>
    /// <param name="block">0 .. Count - 1.</param>
    /// <returns>Its index in the batch.</returns>
    public int Image(int block) => block / Parts;

    /// <summary>A block's queries, a tile at a time.</summary>
    /// <param name="block">0 .. Count - 1.</param>
    /// <param name="tile">The most queries at once.</param>
    /// <returns>The first query's index in its image and how many there are, in order.</returns>
    public IEnumerable<(int First, int Count)> Tiles(int block, int tile)
    {
        var (first, last) = (Start(block % Parts), Start((block % Parts) + 1));
        for (; first < last; first += tile)
            yield return (first, Math.Min(tile, last - first));
    }

    private int Start(int part) => (int)((long)Queries * part / Parts);
}
