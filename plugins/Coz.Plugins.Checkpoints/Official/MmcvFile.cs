using Coz.Contracts;
using Coz.Plugins.Checkpoints.Pickle;
using Coz.Plugins.Checkpoints.Torch;

namespace Coz.Plugins.Checkpoints.Official;

/// <summary>
/// CiaoSR's own files: {'meta', 'state_dict', 'optimizer'} of an mmcv runner, keys under <c>generator.</c>, without a spec: the shapes of
/// the weights give it.
/// </summary>
/// <remarks>Written from mmcv's convention: no such file could be looked at. A residual scale, which leaves no trace in shapes, is taken to be 1.</remarks>
internal static class MmcvFile
{
    private const string Prefix = "generator.";

    /// <summary>Gives such a file the layout of the others.</summary>
    /// <param name="root">What the file holds.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="notes">Gets a line for what is left out.</param>
    /// <returns>{'model': {'name', 'args', 'sd'}} with what else the file holds; null if it is no such file.</returns>
    /// <exception cref="CozException">The shapes are those of no CiaoSR.</exception>
    public static PickleDict? TryRead(PickleDict root, string path, List<string> notes)
    {
        if (root["model"] is not null || !root.TryGet<PickleDict>("state_dict", out var given))
            return null;
        var state = WithoutPrefix(given, notes);
        if (state["imnet_q.layers.0.weight"] is null)
            return null;
        var model = new PickleDict { ["name"] = state["sfe1.weight"] is null ? "ciaosr-edsr" : "ciaosr-rdn", ["args"] = Arguments(state, path), ["sd"] = state };
        var read = new PickleDict { ["model"] = model };
        foreach (var (key, value) in root.Entries.Where(entry => entry.Key is not "state_dict"))
            read[key] = value;
        notes.Add("the file does not say its model: it was taken from the shapes of the weights, with a residual scale of 1");
        return read;
    }

    private static PickleDict WithoutPrefix(PickleDict given, List<string> notes)
    {
        var own = given.Entries.Where(entry => entry.Key is string name && name.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        if (own.Count == 0)
            return given;
        if (own.Count < given.Count)
            notes.Add(FormattableString.Invariant($"{given.Count - own.Count} entries of the state dict outside of '{Prefix}' were left out"));
        var state = new PickleDict { IsOrderedDict = true };
        foreach (var (key, value) in own)
            state[((string)key)[Prefix.Length..]] = value;
        return state;
    }

    private static PickleDict Arguments(PickleDict state, string path)
    {
        var arguments = new PickleDict { ["encoder"] = Encoder(state, path) };
        foreach (var network in new[] { "imnet_q", "imnet_k", "imnet_v" })
        {
            var widths = new List<object?>();
            for (var layer = 0; state[FormattableString.Invariant($"{network}.layers.{layer + 2}.weight")] is not null; layer += 2)
                widths.Add(Side(state, FormattableString.Invariant($"{network}.layers.{layer}.weight"), 0, path));
            arguments[network] = new PickleDict { ["hidden_list"] = new PickleList { Items = widths } };
        }

        return arguments;
    }

    private static PickleDict Encoder(PickleDict state, string path) => state["sfe1.weight"] is null
        ? new PickleDict
        {
            ["type"] = "EDSR",
            ["mid_channels"] = Side(state, "conv_first.weight", 0, path),
            ["num_blocks"] = Count(state, "body.", ".conv1.weight"),
        }
        : new PickleDict
        {
            ["type"] = "RDN",
            ["mid_channels"] = Side(state, "sfe1.weight", 0, path),
            ["num_blocks"] = Count(state, "rdbs.", ".lff.weight"),
            ["num_layers"] = Count(state, "rdbs.0.layers.", ".conv.weight"),
            ["channel_growth"] = Side(state, "rdbs.0.layers.0.conv.weight", 0, path),
        };

    private static long Side(PickleDict state, string key, int axis, string path) => state[key] is TensorRef { Shape: var shape } && shape.Count > axis
        ? shape[axis]
        : throw new CozException($"{path} does not say its model, and lacks '{key}' by which to tell it: save it as {{'model': {{'name', 'args', 'sd'}}}}.");

    private static long Count(PickleDict state, string start, string end) =>
        state.Entries.LongCount(entry => entry.Key is string name && name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal));
}
