using System.Globalization;

namespace Coz.Contracts.Devices;

/// <summary>Finds where each pixel of a wide photo lies in a longer one, and says whether that is good enough to learn from. Safe from several threads.</summary>
[PluginKind("aligner")]
public abstract class Aligner
{
    /// <summary>Aligns a pair.</summary>
    /// <param name="request">The pair.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The warp with a verdict: a bad pair is rejected with its reasons, never thrown.</returns>
    /// <exception cref="CozException">A file is missing or no image, or the focal lengths cannot be, or the aligner failed in a way of its own; the message names the file.</exception>
    public async Task<Alignment> AlignAsync(AlignmentRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(request.Reference, "reference");
        Check(request.Moving, "moving");
        if (request.Moving.FocalLength < request.Reference.FocalLength)
            throw new CozException(string.Create(CultureInfo.InvariantCulture, $"The moving image has a shorter focal length ({request.Moving.FocalLength:0.##} mm) than the reference ({request.Reference.FocalLength:0.##} mm): exchange them."));
        try
        {
            var result = await AlignCoreAsync(request, cancellationToken);
            return result.IsAccepted && result.Warp is null
                ? throw new CozException($"The aligner accepted {request.Moving.Path} and found no warp: a fault of the aligner.")
                : result;
        }
        catch (Exception e) when (e is not CozException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new CozException($"The aligner failed on {request.Moving.Path}: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Aligns a pair whose files exist.</summary>
    /// <param name="request">The pair.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The warp with a verdict.</returns>
    protected abstract Task<Alignment> AlignCoreAsync(AlignmentRequest request, CancellationToken cancellationToken);

    private static void Check(AlignerImage image, string role)
    {
        if (!(image.FocalLength > 0 && double.IsFinite(image.FocalLength)))
            throw new CozException(string.Create(CultureInfo.InvariantCulture, $"The {role} image {image.Path} has a focal length of {image.FocalLength} mm: a number above 0 is expected."));
        if (!File.Exists(image.Path))
            throw new CozException($"There is no {role} image {image.Path}.");
    }
}
