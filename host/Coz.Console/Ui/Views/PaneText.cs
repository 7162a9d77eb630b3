namespace Coz.Console.Ui.Views;

/// <summary>What a pane shows.</summary>
/// <param name="Head">Lines that stay.</param>
/// <param name="Body">Lines that scroll.</param>
internal sealed record PaneText(IReadOnlyList<string> Head, IReadOnlyList<string> Body)
{
    /// <summary>The line of the body that is shown as chosen, and kept in sight; null if none is.</summary>
    public int? Marked { get; init; }

    /// <summary>True if the end stays in sight while lines are added, unless the reader has scrolled up.</summary>
    public bool FollowsEnd { get; init; }
}
