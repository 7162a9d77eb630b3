using Coz.Plugins.Checkpoints.Pickle;

namespace Coz.Plugins.Checkpoints.Torch;

/// <summary>The globals that a checkpoint of weights needs. Everything that is not in this table ends the reading.</summary>
internal static class TorchGlobals
{
    /// <summary>By their full name: a <see cref="StorageType"/> or a <see cref="PickleFunction"/>.</summary>
    public static IReadOnlyDictionary<string, object> Table { get; } = Make();

    private static Dictionary<string, object> Make()
    {
        var table = new Dictionary<string, object>
        {
            ["collections.OrderedDict"] = (PickleFunction)OrderedDict,
            ["torch.Size"] = (PickleFunction)Size,
            ["torch._utils._rebuild_tensor"] = (PickleFunction)Tensor,
            ["torch._utils._rebuild_tensor_v2"] = (PickleFunction)Tensor,
            ["torch._utils._rebuild_parameter"] = (PickleFunction)Parameter,
            ["numpy.dtype"] = (PickleFunction)NumpyScalar.Type,
            ["numpy.core.multiarray.scalar"] = (PickleFunction)NumpyScalar.Value,
            ["numpy._core.multiarray.scalar"] = (PickleFunction)NumpyScalar.Value,
            ["_codecs.encode"] = (PickleFunction)NumpyScalar.Encode,
        };
        foreach (var type in StorageType.All)
            table[$"torch.{type.Name}"] = table[$"torch.cuda.{type.Name}"] = type;
        return table;
    }

    private static object OrderedDict(IReadOnlyList<object?> arguments)
    {
        var dict = new PickleDict { IsOrderedDict = true };
        if (arguments is [])
            return dict;
        if (arguments is not [PickleList pairs])
            throw new FormatException("an OrderedDict in its pickle is made of no list of pairs");
        foreach (var pair in pairs.Items)
        {
            var items = (pair as PickleTuple)?.Items ?? (pair as PickleList)?.Items;
            dict[items is [string or long or bool, _] ? items[0]! : throw new FormatException("an OrderedDict in its pickle is made of no pairs")] = items[1];
        }

        return dict;
    }

    private static object Size(IReadOnlyList<object?> arguments) =>
        arguments is [PickleTuple sides] ? sides : throw new FormatException("a torch.Size in its pickle is made of no tuple");

    private static object Tensor(IReadOnlyList<object?> arguments) => arguments is [StorageRef storage, long offset, PickleTuple shape, PickleTuple stride, ..]
        ? new TensorRef(storage, offset, Numbers(shape), Numbers(stride)).Checked()
        : throw new FormatException("a tensor in its pickle is not made of a storage, an offset, a shape and strides");

    private static object Parameter(IReadOnlyList<object?> arguments) =>
        arguments is [TensorRef tensor, ..] ? tensor : throw new FormatException("a parameter in its pickle is made of no tensor");

    private static long[] Numbers(PickleTuple tuple) =>
        [.. tuple.Items.Select(item => item as long? ?? throw new FormatException("a shape in its pickle is not made of whole numbers"))];
}
