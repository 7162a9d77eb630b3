using Coz.Contracts;
using Coz.Plugins.Checkpoints.Pickle;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Plugins.Checkpoints.Torch;

/// <summary>Writes a value as torch.save does: a zip with data.pkl, byteorder, a record a storage, and version. Equal input gives equal bytes.</summary>
internal static class TorchWriter
{
    // The name torch itself uses where there is no file name; a file's own name would make its bytes depend on it.
    private const string Root = "archive";

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="value">Plain values, and tensors, each stored contiguous with a storage of its own.</param>
    /// <exception cref="CozException">A tensor's type has no storage class, or the file cannot be written.</exception>
    public static void Write(string path, object? value)
    {
        var tensors = new List<Tensor>();
        using var pickle = new MemoryStream();
        new PickleWriter(pickle, (writer, item) => WriteTensor(writer, item, tensors, path)).WriteAll(value);
        WholeFile.Write(path, stream =>
        {
            var zip = new AlignedZipWriter(stream);
            zip.Add($"{Root}/data.pkl", pickle.ToArray());
            zip.Add($"{Root}/byteorder", "little"u8);
            for (var key = 0; key < tensors.Count; key++)
            {
                var tensor = tensors[key];
                zip.Add(FormattableString.Invariant($"{Root}/data/{key}"), tensor.numel() * TensorBytes.SizeOf(tensor.dtype), record => TensorBytes.Write(record, tensor));
            }

            zip.Add($"{Root}/version", "3\n"u8);
            zip.Finish();
        });
    }

    private static bool WriteTensor(PickleWriter writer, object item, List<Tensor> tensors, string path)
    {
        if (item is not Tensor tensor)
            return false;
        var type = StorageType.All.FirstOrDefault(known => known.Type == tensor.dtype)
            ?? throw new CozException($"Cannot write {path}: a tensor has the type {tensor.dtype}, which a .pth file of weights does not hold.");
        writer.Global("torch._utils", "_rebuild_tensor_v2");
        writer.Code(PickleOpcode.Mark);
        WriteStorage(writer, type, tensors.Count, tensor.numel());
        writer.Write(0L);
        writer.Write(Numbers(tensor.shape));
        writer.Write(Numbers(Strides(tensor.shape)));
        writer.Write(false);
        writer.Write(new PickleDict { IsOrderedDict = true });
        writer.Code(PickleOpcode.Tuple);
        writer.Code(PickleOpcode.Reduce);
        tensors.Add(tensor);
        return true;
    }

    private static void WriteStorage(PickleWriter writer, StorageType type, int key, long count)
    {
        writer.Code(PickleOpcode.Mark);
        writer.Write("storage");
        writer.Global("torch", type.Name);
        writer.Write(key.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Write("cpu");
        writer.Write(count);
        writer.Code(PickleOpcode.Tuple);
        writer.Code(PickleOpcode.BinPersId);
    }

    private static PickleTuple Numbers(IEnumerable<long> numbers) => new([.. numbers.Select(number => (object)number)]);

    private static long[] Strides(long[] shape)
    {
        var strides = new long[shape.Length];
        var step = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= Math.Max(shape[axis], 1);
        }

        return strides;
    }
}
