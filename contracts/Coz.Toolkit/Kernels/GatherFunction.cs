using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>Reads rows by index; its gradient adds them up again, each image by one thread in the order of the indices: the same bits in every run.</summary>
internal sealed class GatherFunction : autograd.SingleTensorFunction<GatherFunction>
{
    /// <inheritdoc/>
    public override string Name => "CozGather";

    /// <summary>Reads rows.</summary>
    /// <param name="rows">(N, P, C), float32 on the CPU; the caller keeps it.</param>
    /// <param name="index">(N, Q), int64 in 0 .. P - 1, contiguous; the caller keeps it.</param>
    /// <returns>(N, Q, C); the caller disposes it.</returns>
    public static Tensor Apply(Tensor rows, Tensor index) => apply(rows, index);

    /// <inheritdoc/>
    public override unsafe Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (rows, index) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([index]);
        ctx.save_data("pixels", rows.shape[1]);
        using var scope = NewDisposeScope();
        var from = rows.detach().contiguous();
        var (pixels, queries, width) = (rows.shape[1], index.shape[1], (int)rows.shape[2]);
        var output = empty(rows.shape[0], queries, width, ScalarType.Float32);
        if (output.NumberOfElements == 0)
            return output.MoveToOuterDisposeScope();
        var (source, target, places) = ((nint)TensorMemory.Address(from), (nint)TensorMemory.Address(output), index.data<long>().ToArray());
        EveryCore.For((int)(rows.shape[0] * queries / Part) + 1, part =>
        {
            var last = Math.Min(places.LongLength, (long)(part + 1) * Part);
            for (var i = (long)part * Part; i < last; i++)
            {
                var row = ((i / queries) * pixels) + places[i];
                new ReadOnlySpan<float>((float*)source + (row * width), width).CopyTo(new Span<float>((float*)target + (i * width), width));
            }
        });
        return output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override unsafe List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var index = ctx.get_saved_variables()[0];
        var gradient = grad_output.contiguous();
        var (images, queries, width) = ((int)gradient.shape[0], (int)gradient.shape[1], (int)gradient.shape[2]);
        var pixels = (long)ctx.get_data("pixels");
        var sums = zeros(images, pixels, width, ScalarType.Float32);
        if (gradient.NumberOfElements > 0)
        {
            var (source, target, places) = ((nint)TensorMemory.Address(gradient), (nint)TensorMemory.Address(sums), index.data<long>().ToArray());
            EveryCore.For(images, image =>
                Vectors.Run(new Sum((float*)source + ((nint)image * queries * width), (float*)target + (nint)(image * pixels * width), places.AsMemory(image * queries, queries), width), Vectors.Widest));
        }

        return [sums.MoveToOuterDisposeScope(), null!];
    }

    private const int Part = 1024;

    private sealed unsafe class Sum(float* from, float* to, ReadOnlyMemory<long> places, int width) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var index = places.Span;
            for (var i = 0; i < index.Length; i++)
                RowLoops.Add<TLanes, TVector>(to + ((nint)index[i] * width), from + ((nint)i * width), width);
        }
    }
}
