using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>The names of the format's types, and TorchSharp's.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type)[] All =
    [
        ("F64", ScalarType.Float64),
        ("F32", ScalarType.Float32),
        ("F16", ScalarType.Float16),
        ("BF16", ScalarType.BFloat16),
        ("I64", ScalarType.Int64),
        ("I32", ScalarType.Int32),
        ("I16", ScalarType.Int16),
        ("I8", ScalarType.Int8),
        ("U8", ScalarType.Byte),
        ("BOOL", ScalarType.Bool),
    ];

    public static string Names => string.Join(", ", All.Select(entry => entry.Name));

    public static ScalarType? Parse(string name)
    {
        foreach (var entry in All)
        {
            if (entry.Name == name)
                return entry.Type;
        }

        return null;
    }

    public static string? NameOf(ScalarType type) => All.FirstOrDefault(entry => entry.Type == type).Name;
}
