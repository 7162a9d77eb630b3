namespace Coz.Tests.Support;

/// <summary>The pictures that lie beside the repository on development machines; other people's, so they are not in it.</summary>
internal static class SharedImages
{
    public static string FolderOrIgnore(params string[] parts)
    {
        for (var folder = new DirectoryInfo(Repository.Root); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine([folder.FullName, "shared", "images", .. parts]);
            if (Directory.Exists(candidate))
                return candidate;
        }

        Assert.Ignore($"shared/images/{string.Join('/', parts)} lies beside the repository nowhere: the pictures are not part of the repository.");
        throw new InvalidOperationException("Assert.Ignore returned.");
    }
}
