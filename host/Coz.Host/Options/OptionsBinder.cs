using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Parts;

namespace Coz.Host.Options;

/// <summary>
/// Binds a tree to an options record and validates it. All faults of a tree are gathered, so that they can be mended in one go.
/// </summary>
/// <param name="parts">Knows the options of parts that sections name.</param>
public sealed class OptionsBinder(IPartTypes parts)
{
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _sections = new(StringComparer.OrdinalIgnoreCase);
    private ConfigNode? _root;

    /// <summary>What was wrong, a line each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The sections at the top of the experiment that its task, and tasks within it, have asked for.</summary>
    public IReadOnlyCollection<string> Sections => _sections;

    /// <summary>Binds a record.</summary>
    /// <param name="type">The options record.</param>
    /// <param name="node">An object; null for all defaults.</param>
    /// <param name="path">The key path of the node, for messages.</param>
    /// <param name="ignored">Keys of the node that mean something else.</param>
    /// <returns>The record; not to be used if there are faults.</returns>
    public PluginOptions BindRecord(Type type, ConfigNode? node, string path, params string[] ignored)
    {
        var before = _faults.Count;
        var options = Fill(type, node, path, ignored);
        if (_faults.Count == before)
            Validate(options, node, path);
        return options;
    }

    /// <summary>Binds a task's options: the section <c>task</c>, and the sections they ask for at the top of the experiment.</summary>
    /// <param name="type">The options record.</param>
    /// <param name="root">The whole experiment.</param>
    /// <returns>The record; not to be used if there are faults.</returns>
    public PluginOptions BindTask(Type type, ConfigNode root)
    {
        _root = root;
        return BindTask(type, root["task"], "task", "name");
    }

    // A task within a task (a step of a sequence) finds its sections where it would find them alone: at the top of the experiment.
    private PluginOptions BindTask(Type type, ConfigNode? node, string path, string key)
    {
        var before = _faults.Count;
        var options = Fill(type, node is { IsScalar: false } ? node : null, path, [key]);
        foreach (var option in OptionInfo.Of(type).Where(option => option.IsSection))
        {
            _sections.Add(option.Key);
            var section = _root?[option.Key];
            if (!IsMissing(section) || IsEmptyList(option, section))
                Set(options, option, section!, option.Key);
            else if (option.IsRequired)
                _faults.Add($"{option.Key} is missing: {option.Description}");
        }

        if (_faults.Count == before)
            Validate(options, node, path);
        return options;
    }

    private PluginOptions Fill(Type type, ConfigNode? node, string path, string[] ignored)
    {
        var options = (PluginOptions)Activator.CreateInstance(type)!;
        var known = OptionInfo.Of(type).Where(option => !option.IsSection).ToList();
        foreach (var (key, value) in node?.Members ?? [])
        {
            if (ignored.Contains(key, StringComparer.OrdinalIgnoreCase))
                continue;
            if (known.FirstOrDefault(option => option.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) is { } option)
                Set(options, option, value, Join(path, key));
            else
                Fault(value, Join(path, key), $"is no option; {Nearest.Hint(key, known.Select(other => other.Key).Concat(ignored))}");
        }

        foreach (var option in known.Where(option => option.IsRequired && IsMissing(node?[option.Key])))
            _faults.Add($"{Join(path, option.Key)} is missing: {(option.Description.Length > 0 ? option.Description : $"a {Describe(option.Property.PropertyType)} is expected")}");
        return options;
    }

    private void Validate(PluginOptions options, ConfigNode? node, string path)
    {
        foreach (var option in OptionInfo.Of(options.GetType()))
        {
            var value = option.Property.GetValue(options);
            foreach (var rule in option.Property.GetCustomAttributes<ValidationAttribute>().Where(rule => !Accepts(rule, value)))
                Fault(node?[option.Key], Join(path, option.Key), $"{rule.FormatErrorMessage(option.Key)} Got {ScalarText.Show(value)}.");
        }

        foreach (var message in options.Validate())
            Fault(node, path, message);
    }

    // A range on a list is one for each of its items.
    private static bool Accepts(ValidationAttribute rule, object? value) => rule is RangeAttribute && value is IEnumerable items and not string
        ? items.Cast<object?>().All(rule.IsValid)
        : rule.IsValid(value);

    private void Set(PluginOptions options, OptionInfo option, ConfigNode node, string path)
    {
        var before = _faults.Count;
        var value = BindValue(option.Property.PropertyType, node, path, option.IsPath);
        if (_faults.Count > before)
            return;
        if (value is null && !option.IsNullable)
            Fault(node, path, $"expects a {Describe(option.Property.PropertyType)}, got nothing");
        else
            option.Property.SetValue(options, value);
    }

    private object? BindValue(Type type, ConfigNode node, string path, bool isPath)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return node.IsScalar && node.Text is null ? null : BindValue(inner, node, path, isPath);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Part<>))
            return BindPart(type, node, path);
        if (ListElement(type) is { } element)
            return BindList(element, node, path, isPath);
        if (typeof(PluginOptions).IsAssignableFrom(type))
            return BindNested(type, node, path);
        return BindScalar(type, node, path, isPath);
    }

    private object? BindPart(Type type, ConfigNode node, string path)
    {
        if (node.IsScalar && node.Text is null)
            return null;
        var kind = PartKind.Of(type.GenericTypeArguments[0])!;
        var key = node.IsScalar || node[kind.Key] is null && node["name"] is null ? null
            : node[kind.Key] is not null ? kind.Key : "name";
        var name = node.IsScalar ? node.Text : key is null ? null : node[key]!.Text;
        if (string.IsNullOrEmpty(name))
            return Fault(node, path, $"names no {kind.Kind}: expected {{ \"{kind.Key}\": ... }}; {Nearest.Hint("", parts.Names(kind.Kind))}");
        if (parts.Unavailable(kind.Kind, name) is { } reason)
            return Fault(node, path, reason);
        var optionsType = parts.OptionsOf(kind.Kind, name);
        if (optionsType is not null && type.GenericTypeArguments[0] == typeof(ExperimentTask))
            return Activator.CreateInstance(type, name, BindTask(optionsType, node, path, key ?? "name"));
        if (optionsType is not null)
            return Activator.CreateInstance(type, name, BindRecord(optionsType, node.IsScalar ? null : node, path, key ?? "name"));
        foreach (var (other, value) in (node.Members ?? []).Where(member => !member.Key.Equals(key, StringComparison.OrdinalIgnoreCase)))
            Fault(value, Join(path, other), $"is no option: {kind.Kind} '{name}' takes none");
        return Activator.CreateInstance(type, name, null);
    }

    private object? BindList(Type element, ConfigNode node, string path, bool isPath)
    {
        var items = node.Elements();
        var array = Array.CreateInstance(element, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var before = _faults.Count;
            var value = BindValue(element, items[i], $"{path}:{i}", isPath);
            if (_faults.Count == before && value is null)
                Fault(items[i], $"{path}:{i}", $"expects a {Describe(element)}, got nothing");
            else if (_faults.Count == before)
                array.SetValue(value, i);
        }

        return array;
    }

    private object? BindNested(Type type, ConfigNode node, string path)
    {
        if (!node.IsScalar)
            return BindRecord(type, node, path);
        if (node.Text is null)
            return null;
        var method = type.GetMethod("FromShortForm", BindingFlags.Public | BindingFlags.Static);
        if (method is null)
            return Fault(node, path, $"expects an object, got '{node.Text}'");
        try
        {
            return method.Invoke(null, [node.Text, node.Origin.BaseFolder]);
        }
        catch (TargetInvocationException e) when (e.InnerException is FormatException reason)
        {
            return Fault(node, path, reason.Message);
        }
    }

    private object? BindScalar(Type type, ConfigNode node, string path, bool isPath)
    {
        if (!node.IsScalar)
            return Fault(node, path, $"expects a {Describe(type)}, got {(node.Items is null ? "an object" : "a list")}");
        if (node.Text is null)
            return type.IsValueType ? Fault(node, path, $"expects a {Describe(type)}, got nothing") : null;
        if (ScalarText.TryParse(type, node.Text, out var value))
            return isPath && value is string text && text.Length > 0 ? Path.GetFullPath(text, node.Origin.BaseFolder) : value;
        return Fault(node, path, $"expects a {Describe(type)}, got '{node.Text}'{(type.IsEnum ? "; " + Nearest.Hint(node.Text, ScalarText.NamesOf(type)) : "")}");
    }

    private object? Fault(ConfigNode? node, string path, string message)
    {
        var where = string.IsNullOrEmpty(node?.Origin.Label) ? "" : $" ({node.Origin.Label})";
        _faults.Add($"{path}{where}{(path.Length + where.Length > 0 ? " " : "")}{message}");
        return null;
    }

    // An empty object reads as an empty text: the configuration system keeps leaves only.
    private static bool IsMissing(ConfigNode? node) => node is null || node.IsScalar && string.IsNullOrEmpty(node.Text);

    // An empty list reads as an empty text as well.
    private static bool IsEmptyList(OptionInfo option, ConfigNode? node) => node is { Text: "" } && ListElement(option.Property.PropertyType) is not null;

    private static Type? ListElement(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.IsAssignableFrom(type.GenericTypeArguments[0].MakeArrayType()) ? type.GenericTypeArguments[0]
        : null;

    private static string Describe(Type type) => ScalarText.Describe(type);

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";
}
