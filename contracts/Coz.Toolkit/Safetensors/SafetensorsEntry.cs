using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>A tensor's line in the header of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
/// <param name="Offset">Where its bytes start, counted from the file's first byte.</param>
/// <param name="Length">Its bytes.</param>
public sealed record SafetensorsEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Offset, long Length);
