namespace Coz.Tests.Support;

/// <summary>An empty folder outside the repository that is deleted with all it holds.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("coz-test-").FullName;

    /// <summary>A path in it; the folders above are made.</summary>
    public string Path(params string[] parts)
    {
        var path = System.IO.Path.Combine([FullPath, .. parts]);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
