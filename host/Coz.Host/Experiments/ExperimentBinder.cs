using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Options;
using Coz.Host.Parts;

namespace Coz.Host.Experiments;

/// <summary>Binds a merged tree to a task and its options.</summary>
/// <param name="parts">The available parts.</param>
public sealed class ExperimentBinder(PartFactory parts)
{
    private static readonly string[] TopKeys = ["$schema", "name", "description", "task", "seed", "device"];

    /// <summary>Binds an experiment.</summary>
    /// <param name="root">The merged tree, without a matrix.</param>
    /// <param name="defaultName">Its name if it does not say one.</param>
    /// <returns>The experiment.</returns>
    /// <exception cref="ExperimentException">Something in it is wrong: all faults are named.</exception>
    public Experiment Bind(ConfigNode root, string defaultName)
    {
        var taskNode = root["task"];
        var taskName = taskNode?.Text ?? taskNode?["name"]?.Text
            ?? throw new ExperimentException([$"task is missing: expected {{ \"task\": {{ \"name\": ... }} }}; {Nearest.Hint("", parts.Names("task"))}"]);
        if (parts.Unavailable("task", taskName) is { } reason)
            throw new ExperimentException([$"task ({taskNode!.Origin.Label}): {reason}"]);
        var type = parts.OptionsOf("task", taskName);
        var binder = new OptionsBinder(parts);
        var options = type is null ? null : binder.BindTask(type, root);
        var faults = UnknownKeys(root, binder.Sections).Concat(binder.Faults).ToList();
        var seed = Read<int>(root, "seed", 0, faults);
        var device = root["device"]?.Text ?? "cpu";
        if (device is not ("cpu" or "cuda"))
            faults.Add($"device ({root["device"]!.Origin.Label}) is '{device}': expected cpu or cuda");
        return faults.Count == 0
            ? new Experiment(FileNameOf(root["name"]?.Text ?? defaultName), root, taskName, options, seed, device)
            : throw new ExperimentException(faults);
    }

    private static IEnumerable<string> UnknownKeys(ConfigNode root, IEnumerable<string> sections)
    {
        var known = TopKeys.Concat(sections).ToList();
        return from member in root.Members
               where !known.Contains(member.Key, StringComparer.OrdinalIgnoreCase)
               select $"{member.Key} ({member.Value.Origin.Label}) is no section of this experiment; {Nearest.Hint(member.Key, known.Skip(1))}";
    }

    private static T Read<T>(ConfigNode root, string key, T fallback, List<string> faults)
    {
        if (root[key] is not { } node)
            return fallback;
        if (node.Text is { } text && ScalarText.TryParse(typeof(T), text, out var value))
            return (T)value!;
        faults.Add($"{key} ({node.Origin.Label}) expects a {ScalarText.Describe(typeof(T))}, got '{node.Text}'");
        return fallback;
    }

    private static string FileNameOf(string name)
    {
        var safe = string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')).Trim('.');
        return safe.Length == 0 ? "experiment" : safe;
    }
}
