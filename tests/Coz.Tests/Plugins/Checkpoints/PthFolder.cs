using System.IO.Compression;
using Coz.Contracts.Models;
using Coz.Plugins.Checkpoints.Official;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Checkpoints;

/// <summary>A folder of .pth files made for a test.</summary>
internal sealed class PthFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string FullPath => _folder.FullPath;

    public string Path(string name) => _folder.Path(name);

    public string Save(byte[] bytes, string name = "made.pth")
    {
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    /// <summary>Saves a zip as torch does, with any pickle and storages.</summary>
    public string SaveZip(byte[] pickle, params (string Key, byte[] Bytes)[] storages) => SaveZip(pickle, CompressionLevel.NoCompression, storages);

    public string SaveZip(byte[] pickle, CompressionLevel level, params (string Key, byte[] Bytes)[] storages)
    {
        using (var zip = new ZipArchive(File.Create(Path("made.pth")), ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in storages.Select(storage => ($"x/data/{storage.Key}", storage.Bytes)).Prepend(("x/data.pkl", pickle)))
            {
                using var stream = zip.CreateEntry(name, level).Open();
                stream.Write(bytes);
            }
        }

        return Path("made.pth");
    }

    /// <summary>The file's checkpoint, through the format's own test of whether it can.</summary>
    public static Checkpoint Read(string path)
    {
        var format = new OfficialFormat();
        Assert.That(format.CanRead(path));
        return format.Read(path);
    }

    public void Dispose() => _folder.Dispose();
}
