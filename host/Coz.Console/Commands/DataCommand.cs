using System.CommandLine;

namespace Coz.Console.Commands;

/// <summary>coz data: check a data set, or pack it for training.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Check a data set, or pack it for training.") { CreateCheck(), CreatePack() };

    private static Command CreateCheck()
    {
        var root = Root();
        var quick = new Option<bool>("--quick") { Description = "Read headers only: much quicker, and damage behind them stays unseen." };
        var check = new Command("check", "Walk a data set: scenes, sizes, scales, unreadable files, pairs that cannot match. Exit code 1 if it has faults.") { root, quick };
        check.SetAction((parsed, cancellationToken) => TaskVerb.RunToolAsync(
            parsed, "data-check", [("task:root", parsed.GetValue(root)), ("task:quick", parsed.GetValue(quick) ? "true" : null)], cancellationToken));
        return check;
    }

    private static Command CreatePack()
    {
        var root = Root();
        var output = new Option<string?>("--out") { Description = "The store's folder; ROOT.tiles if left out." };
        var pack = new Command("pack", "Decode every photo once into memory-mapped tiles, from which training takes its crops.") { root, output };
        pack.SetAction((parsed, cancellationToken) => TaskVerb.RunToolAsync(
            parsed, "data-pack", [("task:root", parsed.GetValue(root)), ("task:out", parsed.GetValue(output))], cancellationToken));
        return pack;
    }

    private static Argument<string> Root() => new("root") { Description = "The data set's folder." };
}
