namespace Coz.Plugins.Train;

/// <summary>The COZ paper's table: PSNR in dB on COZ's test set, of each encoder and decoder at eight scales.</summary>
internal static class PaperTable
{
    /// <summary>The scales; trained on up to 4.</summary>
    public static readonly IReadOnlyList<double> Scales = [2, 2.5, 3, 3.5, 4, 5, 5.5, 6];

    private static readonly Dictionary<(string Encoder, string Decoder), double[]> Scores = new()
    {
        [("edsr-baseline", "metasr")] = [28.70, 27.43, 26.55, 25.62, 25.17, 24.31, 23.93, 23.25],
        [("edsr-baseline", "liif")] = [28.72, 27.57, 26.61, 25.76, 25.16, 24.32, 24.01, 23.23],
        [("edsr-baseline", "lte")] = [28.67, 27.49, 26.55, 25.71, 25.15, 24.37, 24.05, 23.26],
        [("edsr-baseline", "linf")] = [28.72, 27.48, 26.53, 25.66, 25.10, 24.29, 23.99, 23.21],
        [("edsr-baseline", "srno")] = [28.73, 27.54, 26.59, 25.70, 25.15, 24.31, 24.05, 23.25],
        [("edsr-baseline", "lit")] = [28.74, 27.56, 26.58, 25.71, 25.16, 24.35, 24.00, 23.19],
        [("edsr-baseline", "lmi")] = [28.86, 27.63, 26.66, 25.78, 25.22, 24.39, 24.08, 23.29],
        [("rdn", "metasr")] = [28.80, 27.55, 26.65, 25.80, 25.22, 24.39, 24.09, 23.31],
        [("rdn", "liif")] = [28.80, 27.56, 26.69, 25.83, 25.23, 24.39, 24.13, 23.28],
        [("rdn", "lte")] = [28.72, 27.57, 26.64, 25.74, 25.17, 24.40, 24.10, 23.28],
        [("rdn", "linf")] = [28.73, 27.55, 26.60, 25.73, 25.15, 24.32, 24.03, 23.28],
        [("rdn", "srno")] = [28.74, 27.60, 26.67, 25.73, 25.19, 24.40, 24.09, 23.28],
        [("rdn", "lit")] = [28.80, 27.63, 26.66, 25.79, 25.19, 24.36, 24.03, 23.25],
        [("rdn", "lmi")] = [28.86, 27.68, 26.74, 25.86, 25.30, 24.48, 24.14, 23.37],
    };

    /// <summary>What the paper has at a scale; null where it has nothing.</summary>
    public static double? ScoreOf(string encoder, string decoder, double scale)
    {
        var place = Scales.ToList().IndexOf(scale);
        return place >= 0 && Scores.TryGetValue((encoder, decoder), out var row) ? row[place] : null;
    }
}
