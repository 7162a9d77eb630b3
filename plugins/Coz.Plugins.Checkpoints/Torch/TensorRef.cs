namespace Coz.Plugins.Checkpoints.Torch;

/// <summary>A tensor as a pickle describes it: a window of a storage. Nothing is read before it is wanted.</summary>
/// <param name="Storage">Where its elements are.</param>
/// <param name="Offset">Its first element in the storage.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Stride">Elements from one index to the next, per axis.</param>
internal sealed record TensorRef(StorageRef Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Stride)
{
    // The most axes torch allows.
    private const int MostAxes = 64;

    /// <summary>The elements; sides whose product no memory holds give a number no check lets through.</summary>
    public Int128 Count
    {
        get
        {
            Int128 product = 1;
            foreach (var side in Shape)
                product = side == 0 ? 0 : Int128.Min(product * side, long.MaxValue);
            return product;
        }
    }

    /// <summary>Checks that every element lies in the storage.</summary>
    /// <exception cref="FormatException">One does not, or sides and strides do not match.</exception>
    public TensorRef Checked()
    {
        if (Shape.Count != Stride.Count || Shape.Count > MostAxes || Offset < 0 || Shape.Any(side => side < 0) || Stride.Any(step => step < 0))
            throw new FormatException("a tensor in its pickle has sides and strides that do not match");
        Int128 last = Offset;
        for (var axis = 0; axis < Shape.Count; axis++)
            last += (Int128)(Shape[axis] - 1) * Stride[axis];
        if (!Shape.Contains(0) && last >= Storage.ViewCount)
            throw new FormatException(FormattableString.Invariant($"a tensor of shape ({string.Join(", ", Shape.Take(8))}) reaches element {last} of storage {Storage.Key}, which has {Storage.ViewCount}"));
        return this;
    }
}
