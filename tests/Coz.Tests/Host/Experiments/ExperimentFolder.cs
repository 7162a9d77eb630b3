using Coz.Host;
using Coz.Host.Configuration;

namespace Coz.Tests.Host.Experiments;

/// <summary>A temporary folder of experiment files.</summary>
internal sealed class ExperimentFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("coz-experiments-").FullName;

    public string Write(string name, string json)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, json);
        return file;
    }

    public static ConfigNode Resolve(string file, params string[] settings) => CozHost.Resolve(file, settings).Roots.Single().Root;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
