using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>Gives photos by their path: from a tile store where there is one, else decoded once and kept within the budget.</summary>
/// <param name="cacheMb">The budget for decoded photos, in MB.</param>
/// <param name="store">The store's folder; null for none.</param>
internal sealed class Photos(int cacheMb, string? store)
{
    private readonly ImageCache _cache = new(cacheMb * 1_000_000L);
    private readonly TileStore? _store = store is null ? null : new TileStore(store);

    /// <exception cref="CozException">The file cannot be read, or the store has no tiles of it as it is now.</exception>
    public IPhoto Get(string path) => _store is null ? new DecodedPhoto(_cache.Get(path, () => ImageFile.ReadBytes(path))) : _store.Get(path);

    /// <summary>A photo that is no file.</summary>
    public IPhoto Get(string name, Func<ByteImage> render) => new DecodedPhoto(_cache.Get(name, render));
}
