using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>The memory of tensors, for kernels.</summary>
public static unsafe class TensorMemory
{
    /// <summary>The address of a tensor's first number.</summary>
    /// <param name="tensor">float32, on the CPU, contiguous, not empty. Keep it alive as long as the address is in use.</param>
    /// <returns>The address; a multiple of 64 where libtorch allocated the tensor whole.</returns>
    /// <exception cref="ArgumentException">The tensor is not such.</exception>
    public static float* Address(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.dtype != ScalarType.Float32 || tensor.device_type != TorchSharp.DeviceType.CPU || !tensor.is_contiguous() || tensor.NumberOfElements == 0)
            throw new ArgumentException($"A contiguous float32 tensor on the CPU is expected, got {tensor}.", nameof(tensor));

        // A span ends at 2 GiB, a tensor does not: the first number has the address of all.
        using var flat = tensor.view(-1);
        using var first = flat.narrow(0, 0, 1);
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }

    /// <summary>Packs a linear layer, or a 1 x 1 convolution.</summary>
    /// <param name="weight">(outputs, inputs, ...), float32 on the CPU; the caller keeps it.</param>
    /// <param name="bias">(outputs), or none; the caller keeps it.</param>
    /// <param name="width">The vector width.</param>
    /// <returns>The packed layer: a copy.</returns>
    public static PackedLayer Pack(Tensor weight, Tensor? bias, VectorWidth width)
    {
        ArgumentNullException.ThrowIfNull(weight);
        using var scope = NewDisposeScope();
        var matrix = weight.detach().flatten(1).contiguous();
        return new PackedLayer(Numbers(matrix), bias is null ? [] : Numbers(bias.detach().contiguous()), (int)matrix.shape[1], width);
    }

    /// <summary>A copy of a tensor's numbers.</summary>
    /// <param name="tensor">Any shape, float32; the caller keeps it.</param>
    /// <returns>The numbers, row-major.</returns>
    public static float[] Copy(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = NewDisposeScope();
        return Numbers(tensor.detach().cpu().contiguous()).ToArray();
    }

    /// <summary>A tensor whose last axis is padded with zeros to whole vectors of any width.</summary>
    /// <param name="tensor">(..., columns), float32 on the CPU; the caller keeps it, and keeps it alive: without padding the result shares its memory.</param>
    /// <returns>(..., columns rounded up), contiguous; the caller disposes it.</returns>
    public static Tensor WholeVectors(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var missing = Vectors.Whole((int)tensor.shape[^1]) - tensor.shape[^1];
        using var detached = tensor.detach();
        if (missing == 0)
            return detached.contiguous();
        using var padded = nn.functional.pad(detached, [0, missing]);
        return padded.contiguous();
    }

    private static ReadOnlySpan<float> Numbers(Tensor tensor) => new(Address(tensor), checked((int)tensor.NumberOfElements));
}
