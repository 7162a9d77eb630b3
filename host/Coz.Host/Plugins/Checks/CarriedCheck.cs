namespace Coz.Host.Plugins.Checks;

/// <summary>
/// Does the plugin carry its own copy of what the process has once? With two copies of the contracts a part would not be
/// recognised as one; with two of libtorch the process would crash.
/// </summary>
/// <param name="settings">Says what is shared.</param>
public sealed class CarriedCheck(HostSettings settings) : IPluginCheck
{
    private static readonly string[] NativeEndings = [".so", ".dll", ".dylib"];
    private static readonly string[] NativeNames = ["libtorch", "libtorch_cpu", "libtorch_cuda", "torch_cpu", "torch_cuda", "libLibTorchSharp", "LibTorchSharp", "libOpenCvSharpExtern", "OpenCvSharpExtern", "libc10", "c10"];

    /// <inheritdoc/>
    public PluginFault? Check(PluginRecord plugin)
    {
        foreach (var file in Directory.EnumerateFiles(plugin.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal))
        {
            if (IsShared(file) || IsNative(file))
                return new(PluginStatus.Incompatible, $"it carries its own {file}, of which the process can have one copy only: the host's", $"Delete {file} from the plugin's folder, or build it with the COZ contracts package, which leaves it out.");
        }

        return null;
    }

    private static bool IsNative(string file) =>
        NativeEndings.Any(ending => file.Contains(ending, StringComparison.OrdinalIgnoreCase))
        && NativeNames.Contains(file.Split('.')[0], StringComparer.OrdinalIgnoreCase);

    private bool IsShared(string file) =>
        Path.GetExtension(file).Equals(".dll", StringComparison.OrdinalIgnoreCase)
        && settings.SharedAssemblies.Contains(Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);
}
