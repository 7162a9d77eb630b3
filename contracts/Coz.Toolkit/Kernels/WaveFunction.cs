using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary><see cref="LocalWaves"/> as one differentiable function: nothing but the waves themselves reaches memory, and going back computes their angles again.</summary>
/// <remarks>
/// Bytes a query and cell, W waves: 16 W read and 8 W written forth; back 24 W read, and 16 W read and written where the gradient of the
/// pixel is added up. Sines and cosines: 2 W each way. Kernels write no second derivative.
/// </remarks>
internal sealed class WaveFunction : autograd.SingleTensorFunction<WaveFunction>
{
    /// <inheritdoc/>
    public override string Name => "CozWaves";

    /// <summary>Computes the waves.</summary>
    /// <inheritdoc cref="LocalWaves.Apply"/>
    public static Tensor Apply(Tensor waves, Neighbours around, Tensor phases, Tensor? weights)
    {
        using var scope = NewDisposeScope();
        var shares = weights is null ? ones(around.Index.shape, ScalarType.Float32) : weights.contiguous();
        return apply(waves.contiguous(), phases.contiguous(), around.Index.contiguous(), around.Relative.contiguous(), shares).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var tensors = vars.Cast<Tensor>().ToList();
        ctx.save_for_backward(tensors);
        using var pass = new WavePass(tensors, Vectors.Widest);
        return pass.Forward();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var pass = new WavePass(ctx.get_saved_variables(), Vectors.Widest);
        var (waves, phases) = pass.Backward(grad_output.contiguous());
        return [waves.MoveToOuterDisposeScope(), phases.MoveToOuterDisposeScope(), null!, null!, null!];
    }
}
