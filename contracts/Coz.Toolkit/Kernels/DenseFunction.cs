using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>
/// Linear layers with activations between them as one differentiable function of rows, weights and biases: tiles go
/// through all layers forth, and back with their activations computed again, so that these never reach memory.
/// </summary>
/// <remarks>
/// Gradients of weights are summed over a fixed number of blocks of rows and then in order: their bits do not depend on the threads.
/// Operations a row and layer: 2 * inputs * outputs forth, three times that back. Kernels write no second derivative.
/// </remarks>
internal sealed class DenseFunction : autograd.SingleTensorFunction<DenseFunction>
{
    /// <inheritdoc/>
    public override string Name => "CozDense";

    /// <summary>Applies the layers.</summary>
    /// <param name="rows">(..., width), float32 on the CPU; the caller keeps it.</param>
    /// <param name="layers">Weights (outputs, inputs) and biases, at least one; the caller keeps them.</param>
    /// <param name="activation">The activation between them.</param>
    /// <param name="isFirstActive">Whether the activation comes before the first layer too.</param>
    /// <param name="isLastActive">Whether it follows the last.</param>
    /// <returns>(..., outputs of the last); the caller disposes it.</returns>
    public static Tensor Apply(Tensor rows, IReadOnlyList<(Tensor Weight, Tensor Bias)> layers, Activation activation, bool isFirstActive = false, bool isLastActive = false)
    {
        using var scope = NewDisposeScope();
        var flat = rows.reshape(-1, rows.shape[^1]);
        object[] variables = [flat, new DenseShape(activation, isFirstActive, isLastActive), .. layers.SelectMany(layer => new object[] { layer.Weight, layer.Bias })];
        return apply(variables).view([.. rows.shape[..^1], -1]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var tensors = vars.OfType<Tensor>().ToList();
        var shape = (DenseShape)vars[1];
        ctx.save_for_backward(tensors);
        ctx.save_data("shape", shape);
        using var pass = new DensePass(tensors, shape, Vectors.Widest);
        return pass.Forward();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var pass = new DensePass(ctx.get_saved_variables(), (DenseShape)ctx.get_data("shape"), Vectors.Widest);
        var (rows, layers) = pass.Backward(grad_output.contiguous());
        List<Tensor> gradients = [rows.MoveToOuterDisposeScope(), null!, .. layers.SelectMany(layer => new[] { layer.Weight.MoveToOuterDisposeScope(), layer.Bias.MoveToOuterDisposeScope() })];
        return gradients;
    }
}
