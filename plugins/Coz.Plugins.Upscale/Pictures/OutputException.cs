using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>A result cannot be written: a full disk, a folder that may not be written. Other pictures would fare no better.</summary>
internal sealed class OutputException : CozException
{
    /// <summary>Says which file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">Why not.</param>
    /// <param name="cause">What was thrown.</param>
    public OutputException(string path, string reason, Exception? cause)
        : base($"Cannot write {path}: {OneLine.Of(reason, 300).TrimEnd('.')}.", cause!)
    {
    }
}
