using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="CozSource"/>.</summary>
public sealed record CozOptions : PhotoOptions
{
    /// <summary>The data set's root: train_LR, test_LR and test_HR lie in it.</summary>
    [OptionPath]
    [Description("The data set's root: train_LR, test_LR and test_HR lie in it.")]
    public required string Root { get; init; }

    /// <summary>Whether what the released code drops is kept.</summary>
    [Description("exact keeps the scale of each axis and sub-pixel offsets; official does what the released code does.")]
    public CozMode Mode { get; init; } = CozMode.Exact;

    /// <summary>The nominal scales of whole pairs.</summary>
    [Description("The nominal scales of whole pairs. exact takes the frame whose true scale is nearest; official the file at place scale - 2.")]
    public IReadOnlyList<double> Scales { get; init; } = [2, 3, 4];

    /// <summary>How far a frame's true scale may be from a nominal one.</summary>
    [Range(0.0, 8.0)]
    [Description("How far a frame's true scale may be from the nominal one (exact); scenes without such a frame are left out of that scale.")]
    public double Tolerance { get; init; } = 0.25;

    /// <summary>Which half pairs are of.</summary>
    [Description("What whole pairs are of: test; train; held-out: the training scenes kept back by hold_out; auto: test, or train where there is no test half. Patches are of the training half unless it says test or held-out.")]
    public CozSplit Split { get; init; } = CozSplit.Auto;

    /// <summary>The training scenes that no patch is cut from, the last by name.</summary>
    [Range(0, int.MaxValue)]
    [Description("So many training scenes, the last by name, give no training patches: validate on them with split held-out and the same number.")]
    public int HoldOut { get; init; }

    /// <summary>The folder of the test half's LR images.</summary>
    [Description("The folder of the test half's LR images: test_LR, or test_LR_add of the second release. Of what an index lists, the folders whose names begin so.")]
    public string TestLr { get; init; } = CozTree.TestLr;

    /// <summary>The data set's name in tables; null for the folder's.</summary>
    [Description("The data set's name in tables; the folder's by default.")]
    public string? Name { get; init; }

    /// <summary>The most scenes, the first by name; null for all.</summary>
    [Range(1, int.MaxValue)]
    [Description("The most scenes of each half, the first by name; all by default.")]
    public int? Limit { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        foreach (var fault in ScaleList.Faults(Scales))
            yield return fault;
        if (Mode == CozMode.Official && Scales.Any(scale => scale < 2 || scale != Math.Floor(scale)))
            yield return "scales: mode official finds frames by their place, scale - 2: whole numbers from 2 are expected; mode exact takes any";
        if (Mode == CozMode.Official && Split is CozSplit.Train or CozSplit.HeldOut)
            yield return "split: mode official tests on the test half; use mode exact for pairs of the training half";
        if (Split == CozSplit.HeldOut && HoldOut == 0)
            yield return "hold_out: split held-out needs the number of training scenes that are held out, the same as in 'data'";
        if (TestLr.Length == 0 || TestLr.Contains('/', StringComparison.Ordinal) || TestLr.Contains('\\', StringComparison.Ordinal) || TestLr == "..")
            yield return "test_lr: the name of a folder in the root is expected, such as test_LR_add";
    }
}
