using Coz.Contracts.Models;

namespace Coz.Plugins.Linf;

/// <summary>The patches that cover the pixels of a grid's axis. The first patch of all starts at the outer edge of the whole picture.</summary>
/// <param name="Patches">A sample a patch; its centre is the patch's middle, its step that of as many pixels as the patch has.</param>
/// <param name="Skipped">Pixels of the first patch that lie before the grid.</param>
internal readonly record struct PatchAxis(GridAxis Patches, int Skipped)
{
    public static PatchAxis Around(GridAxis axis, int size)
    {
        var first = axis.FirstIndex;
        var skipped = (int)(first - (size * new Rational(first, size).Floor()));
        var count = (skipped + axis.Count + size - 1) / size;
        return new PatchAxis(axis with { Count = count, Start = axis.Start - (skipped * axis.Step), Step = size * axis.Step }, skipped);
    }
}
