using Coz.Toolkit;

namespace Coz.Plugins.Checkpoints.Torch;

/// <summary>A storage that a pickle names: elements of one type, on any device once, on the CPU here.</summary>
/// <param name="Key">Its key in the file.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Count">How many elements the file has under that key.</param>
/// <param name="First">The first element of a view into it; 0 but in very old files.</param>
/// <param name="ViewCount">The elements of that view.</param>
internal sealed record StorageRef(string Key, StorageType Type, long Count, long First, long ViewCount)
{
    public long Bytes => checked(Count * TensorBytes.SizeOf(Type.Type));
}
