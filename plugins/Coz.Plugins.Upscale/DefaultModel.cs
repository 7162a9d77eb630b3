using Coz.Contracts.Models;

namespace Coz.Plugins.Upscale;

/// <summary>The model that is used where none is named: the one place that says which, beside the project file that copies it.</summary>
internal static class DefaultModel
{
    private const string File = "edsr-compact-liif.safetensors";

    /// <summary>The best of samples/models by the pictures that were held out from their training (its card says how); its copy in the plugin's folder.</summary>
    public static ModelSpec Shipped { get; } = new()
    {
        Checkpoint = Path.Combine(Path.GetDirectoryName(typeof(DefaultModel).Assembly.Location)!, File),
        Name = Path.GetFileNameWithoutExtension(File),
    };
}
