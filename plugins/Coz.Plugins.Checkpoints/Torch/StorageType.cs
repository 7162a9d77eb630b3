using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Plugins.Checkpoints.Torch;

/// <summary>A torch storage class, such as torch.FloatStorage: what its elements are.</summary>
internal sealed record StorageType(string Name, ScalarType Type)
{
    public static IReadOnlyList<StorageType> All { get; } =
    [
        new("FloatStorage", ScalarType.Float32),
        new("DoubleStorage", ScalarType.Float64),
        new("HalfStorage", ScalarType.Float16),
        new("BFloat16Storage", ScalarType.BFloat16),
        new("LongStorage", ScalarType.Int64),
        new("IntStorage", ScalarType.Int32),
        new("ShortStorage", ScalarType.Int16),
        new("CharStorage", ScalarType.Int8),
        new("ByteStorage", ScalarType.Byte),
        new("BoolStorage", ScalarType.Bool),
    ];
}
