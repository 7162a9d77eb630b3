namespace Coz.Plugins.Train;

/// <summary>One training of the table.</summary>
/// <param name="Encoder">What the table calls its encoder.</param>
/// <param name="Decoder">What the table calls its decoder.</param>
/// <param name="Options">The training.</param>
internal sealed record TableTraining(string Encoder, string Decoder, TrainOptions Options)
{
    /// <summary>Its name, and that of its folder in the run's.</summary>
    public string Name => $"{Encoder}+{Decoder}";

    /// <summary>What entries are called: their name, and where one comes again, with other options, its number behind it.</summary>
    public static IReadOnlyList<string> Labels(IEnumerable<string> names)
    {
        var labels = new List<string>();
        foreach (var name in names)
        {
            var label = name;
            for (var number = 2; labels.Contains(label); number++)
                label = FormattableString.Invariant($"{name}-{number}");
            labels.Add(label);
        }

        return labels;
    }
}
