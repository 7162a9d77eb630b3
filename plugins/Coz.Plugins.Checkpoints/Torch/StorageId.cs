using Coz.Plugins.Checkpoints.Pickle;

namespace Coz.Plugins.Checkpoints.Torch;

/// <summary>Reads the persistent ids by which pickles name storages: ('storage', type, key, location, count[, view]).</summary>
internal static class StorageId
{
    public static StorageRef Parse(PickleTuple id, string path)
    {
        if (id.Items is not ["storage", StorageType type, string key, string, long count, ..] || count < 0 || count > long.MaxValue / 8)
            throw PickleFault.Damaged(path, "its pickle names a storage without saying which");
        var view = id.Items.Count > 5 ? id.Items[5] : null;
        return view switch
        {
            null => new StorageRef(key, type, count, 0, count),
            PickleTuple { Items: [string, long first, long viewCount] } when first >= 0 && viewCount >= 0 && viewCount <= count - first => new StorageRef(key, type, count, first, viewCount),
            _ => throw PickleFault.Damaged(path, $"its pickle names a view outside of storage {key}"),
        };
    }
}
