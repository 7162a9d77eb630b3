namespace Coz.Host.Plugins.Checks;

/// <summary>
/// Does the plugin carry its own copy of what the process has once? With two copies of the contracts a part would not be
/// recognised as one; with two of libtorch the process would crash.
/// </summary>
/// <param name="settings">Says what is shared.</param>
public sealed class CarriedCheck(HostSettings settings) : IPluginCheck
{
    private static readonly string[] NativeNames = ["libtorch", "torch_cpu", "torch_cuda", "libLibTorchSharp", "LibTorchSharp", "libOpenCvSharpExtern", "OpenCvSharpExtern", "libc10", "c10"];

    /// <inheritdoc/>
    public PluginFault? Check(PluginRecord plugin)
    {
        foreach (var file in Directory.EnumerateFiles(plugin.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal))
        {
            var name = file.Split('.')[0];
            if (IsShared(file) || NativeNames.Contains(name, StringComparer.OrdinalIgnoreCase))
                return new(PluginStatus.Incompatible, $"it carries its own {file}, of which the process can have one copy only: the host's", $"Delete {file} from the plugin's folder, or build it with the COZ contracts package, which leaves it out.");
        }

        return null;
    }

    private bool IsShared(string file) =>
        Path.GetExtension(file).Equals(".dll", StringComparison.OrdinalIgnoreCase)
        && settings.SharedAssemblies.Contains(Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);
}
