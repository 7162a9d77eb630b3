using Coz.Plugins.Upscale.Pictures;

namespace Coz.Plugins.Upscale.Jobs;

/// <summary>A picture to upscale.</summary>
/// <param name="Input">Its file.</param>
/// <param name="Output">The file to write.</param>
/// <param name="Format">The format to write.</param>
/// <param name="InputBytes">The length of its file.</param>
/// <param name="Source">Its upright size.</param>
/// <param name="Result">The result's size.</param>
internal sealed record Job(string Input, string Output, PictureFormat Format, long InputBytes, PictureSize Source, PictureSize Result)
{
    /// <summary>The input's name, by which it is remembered.</summary>
    public string Name => Path.GetFileName(Input);
}
