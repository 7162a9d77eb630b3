using System.Text.RegularExpressions;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Checkpoints.Pickle;
using Coz.Toolkit;

namespace Coz.Plugins.Checkpoints.Official;

/// <summary>
/// What mmedit (0.11) calls the weights of EDSR and RDN, without a prefix, and what the other repositories do. Decoder keys are the same.
/// </summary>
/// <param name="toOurs">Pattern and replacement, first match.</param>
/// <param name="toOfficial">The way back.</param>
internal sealed class KeyMap((string Pattern, string Replacement)[] toOurs, (string Pattern, string Replacement)[] toOfficial)
{
    // The last convolution stands behind the blocks in one list.
    private const string Blocks = "{blocks}";

    public static KeyMap MmeditEdsr { get; } = new(
        [(@"^conv_first\.", "encoder.head.0."), (@"^body\.(\d+)\.conv1\.", "encoder.body.$1.body.0."), (@"^body\.(\d+)\.conv2\.", "encoder.body.$1.body.2."), (@"^conv_after_body\.", $"encoder.body.{Blocks}.")],
        [(@"^encoder\.head\.0\.", "conv_first."), (@"^encoder\.body\.(\d+)\.body\.0\.", "body.$1.conv1."), (@"^encoder\.body\.(\d+)\.body\.2\.", "body.$1.conv2."), (@"^encoder\.body\.\d+\.", "conv_after_body.")]);

    public static KeyMap MmeditRdn { get; } = new(
        [(@"^sfe([12])\.", "encoder.SFENet$1."), (@"^rdbs\.(\d+)\.layers\.(\d+)\.conv\.", "encoder.RDBs.$1.convs.$2.conv.0."), (@"^rdbs\.(\d+)\.lff\.", "encoder.RDBs.$1.LFF."), (@"^gff\.", "encoder.GFF.")],
        [(@"^encoder\.SFENet([12])\.", "sfe$1."), (@"^encoder\.RDBs\.(\d+)\.convs\.(\d+)\.conv\.0\.", "rdbs.$1.layers.$2.conv."), (@"^encoder\.RDBs\.(\d+)\.LFF\.", "rdbs.$1.lff."), (@"^encoder\.GFF\.", "gff.")]);

    /// <summary>Our key.</summary>
    /// <param name="key">The official one.</param>
    /// <param name="state">The state it is from.</param>
    /// <returns>Our key; the same where it is no encoder's.</returns>
    public string ToOurs(string key, PickleDict state)
    {
        var ours = Replace(key, toOurs) ?? key;
        return ours.Contains(Blocks, StringComparison.Ordinal)
            ? ours.Replace(Blocks, FormattableString.Invariant($"{CountBlocks(state)}"), StringComparison.Ordinal)
            : ours;
    }

    /// <summary>The official key.</summary>
    /// <param name="key">Ours.</param>
    /// <param name="path">The file to write, for messages.</param>
    /// <returns>The official key; the same where it is no encoder's.</returns>
    /// <exception cref="CozException">The official encoder has no such weight.</exception>
    public string ToOfficial(string key, string path) => Replace(key, toOfficial) ?? (key.StartsWith(Checkpoint.EncoderPrefix, StringComparison.Ordinal)
        ? throw new CozException($"Cannot write {path}: the official encoder has no weight '{OneLine.Of(key)}': keep the .safetensors file.")
        : key);

    private static int CountBlocks(PickleDict state) =>
        state.Entries.Count(entry => entry.Key is string name && name.StartsWith("body.", StringComparison.Ordinal) && name.EndsWith(".conv1.weight", StringComparison.Ordinal));

    private static string? Replace(string key, (string Pattern, string Replacement)[] rules) => rules
        .Where(rule => Regex.IsMatch(key, rule.Pattern, RegexOptions.CultureInvariant))
        .Select(rule => Regex.Replace(key, rule.Pattern, rule.Replacement, RegexOptions.CultureInvariant))
        .FirstOrDefault();
}
