using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Checkpoints.Pickle;
using Coz.Toolkit;

namespace Coz.Plugins.Checkpoints.Official;

/// <summary>Translates a spec {name, args} to one of our parts and back, by the tables of <see cref="OfficialParts"/>.</summary>
internal static class OfficialSpec
{
    /// <summary>Translates an official spec.</summary>
    /// <param name="part">The table's entry for its name.</param>
    /// <param name="arguments">Its args.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="notes">Gets a line for each argument that is not known.</param>
    /// <returns>Our part.</returns>
    /// <exception cref="CozException">An argument has a value that our part does not build.</exception>
    public static PartSpec Read(OfficialPart part, PickleDict arguments, string path, List<string> notes)
    {
        var options = new JsonObject();
        foreach (var argument in part.Arguments.Where(argument => argument.Rule is not (ArgumentRule.Ignored or ArgumentRule.Ours)))
        {
            var given = Find(arguments, argument.Path);
            var value = given is null && argument.Rule != ArgumentRule.Required ? argument.Value : ArgumentValue.FromPickle(given, argument.Value);
            if (given is not null && value is null || argument.Rule != ArgumentRule.Mapped && !ArgumentValue.AreEqual(value, argument.Value))
                throw new CozException($"{path}: argument '{argument.Path}' of model '{part.Official}' is {ArgumentValue.Describe(given)}, expected {Expected(argument)}: this variant of the model cannot be built here.");
            if (argument.Option is not null && value is not null)
                options[argument.Option] = ArgumentValue.ToJson(value);
        }

        notes.AddRange(Unknown(arguments, "", part).Select(name => $"argument '{OneLine.Of(name)}' of model '{part.Official}' is not known and was left out"));
        return new PartSpec(part.Ours, options);
    }

    /// <summary>Translates one of our parts to official args.</summary>
    /// <param name="part">The table's entry for its name.</param>
    /// <param name="options">Its options; what is missing has its default.</param>
    /// <param name="path">The file to write, for messages.</param>
    /// <returns>The args.</returns>
    /// <exception cref="CozException">An option has no official counterpart.</exception>
    public static PickleDict Write(OfficialPart part, JsonObject options, string path)
    {
        var arguments = new PickleDict();
        foreach (var argument in part.Arguments)
        {
            var given = argument.Option is null ? null : options[argument.Option];
            var value = given is null ? argument.OurValue ?? argument.Value : ArgumentValue.FromJson(given, argument.Value);
            if (given is not null && value is null || argument.Rule is ArgumentRule.Ours or ArgumentRule.Implied && !ArgumentValue.AreEqual(value, argument.Value))
                throw new CozException($"Cannot write {path}: option '{argument.Option}' of '{part.Ours}' is {OneLine.Of(given!.ToJsonString())}, and the official code has only {Expected(argument)}: keep the .safetensors file.");
            if (argument.Rule is not (ArgumentRule.Ours or ArgumentRule.Implied or ArgumentRule.Fixed) && value is not null)
                Put(arguments, argument.Path, ArgumentValue.ToPickle(value));
        }

        if (options.FirstOrDefault(option => option.Value is not null && part.Arguments.All(argument => argument.Option != option.Key)) is { Key: { } unknown })
            throw new CozException($"Cannot write {path}: the official code has no argument for option '{OneLine.Of(unknown)}' of '{part.Ours}': keep the .safetensors file.");
        return arguments;
    }

    private static string Expected(OfficialArgument argument) =>
        argument.Rule == ArgumentRule.Mapped ? ArgumentValue.DescribeType(argument.Value) : ArgumentValue.Describe(argument.Value);

    /// <summary>An argument by its path, dots between nested keys; null if it is not there.</summary>
    public static object? Find(PickleDict arguments, string path)
    {
        object? found = arguments;
        foreach (var key in path.Split('.'))
            found = (found as PickleDict)?[key];
        return found;
    }

    private static void Put(PickleDict arguments, string path, object? value)
    {
        var keys = path.Split('.');
        foreach (var key in keys[..^1])
        {
            if (!arguments.TryGet<PickleDict>(key, out var inner))
                arguments[key] = inner = new PickleDict();
            arguments = inner;
        }

        arguments[keys[^1]] = value;
    }

    private static IEnumerable<string> Unknown(PickleDict arguments, string prefix, OfficialPart part)
    {
        foreach (var (key, value) in arguments.Entries)
        {
            var path = $"{prefix}{key}";
            if (path == part.EncoderKey || part.Arguments.Any(argument => argument.Path == path))
                continue;
            // Only into dictionaries that the table knows, so the table bounds the depth.
            if (value is PickleDict inner && part.Arguments.Any(argument => argument.Path.StartsWith($"{path}.", StringComparison.Ordinal)))
            {
                foreach (var name in Unknown(inner, $"{path}.", part))
                    yield return name;
            }
            else
            {
                yield return path;
            }
        }
    }
}
