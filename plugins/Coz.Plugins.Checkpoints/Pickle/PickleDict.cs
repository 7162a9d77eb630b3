using System.Diagnostics.CodeAnalysis;

namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>A dictionary in the order its keys came; keys are strings, whole numbers or truth values, as in every checkpoint.</summary>
internal sealed class PickleDict
{
    private readonly OrderedDictionary<object, object?> _entries = [];

    /// <summary>True for collections.OrderedDict, which is what a state dict is.</summary>
    public bool IsOrderedDict { get; init; }

    public IEnumerable<KeyValuePair<object, object?>> Entries => _entries;

    public int Count => _entries.Count;

    public object? this[object key]
    {
        get => _entries.GetValueOrDefault(key);
        set => _entries[key] = value;
    }

    public bool TryGet<T>(string key, [NotNullWhen(true)] out T? value)
        where T : class
    {
        value = _entries.GetValueOrDefault(key) as T;
        return value is not null;
    }
}
