using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi.Training;

/// <summary>
/// LMI's mixer, from a map's pixels and the steering to blended colours, as one differentiable function: forth and back tile by tile
/// (<see cref="MixerTile"/>), activations computed again on the way back, none in memory.
/// </summary>
/// <remarks>Kernels write no second derivative, and none of where queries lie.</remarks>
internal sealed class MixerFunction : autograd.SingleTensorFunction<MixerFunction>
{
    /// <inheritdoc/>
    public override string Name => "CozLmiMixer";

    /// <summary>Whether it serves: what it has no gradient for must not want one.</summary>
    public static bool Serves(nn.Module decoder, Tensor pixels, Tensor image, Neighbours around, Tensor scale) =>
        KernelPath.Trains(decoder, pixels, around.Relative, scale) && !image.requires_grad && !around.Relative.requires_grad && !scale.requires_grad;

    /// <summary>Applies the mixer.</summary>
    /// <param name="mixer">The mixer.</param>
    /// <param name="pixels">(N, P, C + 3): features and colour; the caller keeps it.</param>
    /// <param name="steering">(N, Q, tokens, C): tokens outer, unlike the operators'; the caller keeps it.</param>
    /// <param name="around">The tokens of each query; the caller keeps it.</param>
    /// <param name="scale">(N, Q, 1); the caller keeps it.</param>
    /// <returns>(N, Q, 3); the caller disposes it.</returns>
    public static Tensor Apply(Mixer mixer, Tensor pixels, Tensor steering, Neighbours around, Tensor scale)
    {
        using var scope = NewDisposeScope();
        var (token, channel, last) = (mixer.Block.TokenMix, mixer.Block.ChannelMix, mixer.Last);
        return apply(
            pixels.contiguous(),
            steering.contiguous(),
            around.Index.contiguous(),
            around.Relative.contiguous(),
            around.AreaWeights().contiguous(),
            scale.contiguous(),
            (Tensor)token.First.weight,
            (Tensor)token.First.bias!,
            (Tensor)token.Second.weight,
            (Tensor)token.Second.bias!,
            (Tensor)channel.First.weight,
            (Tensor)channel.First.bias!,
            (Tensor)channel.Second.weight,
            (Tensor)channel.Second.bias!,
            (Tensor)last.weight,
            (Tensor)last.bias!).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var tensors = vars.Cast<Tensor>().ToList();
        ctx.save_for_backward(tensors);
        using var scope = NewDisposeScope();
        using var pass = new MixerPass(tensors, Vectors.Widest);
        return pass.Forward().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var pass = new MixerPass(ctx.get_saved_variables(), Vectors.Widest);
        var (pixels, steering, weights) = pass.Backward(grad_output.contiguous());
        return [pixels.MoveToOuterDisposeScope(), steering.MoveToOuterDisposeScope(), null!, null!, null!, null!, .. weights.Select(weight => weight.MoveToOuterDisposeScope())];
    }
}
