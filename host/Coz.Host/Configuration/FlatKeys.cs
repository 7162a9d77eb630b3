namespace Coz.Host.Configuration;

/// <summary>Builds a tree from the flat keys of the configuration system: <c>a:b:0</c>.</summary>
public static class FlatKeys
{
    /// <summary>Builds the tree of one layer.</summary>
    /// <param name="values">Flat keys and values, in order.</param>
    /// <param name="origin">Where the layer comes from.</param>
    /// <returns>An object; children whose keys are 0, 1, 2... are lists.</returns>
    public static ConfigNode ToTree(IEnumerable<KeyValuePair<string, string?>> values, Origin origin)
    {
        var root = new Branch();
        foreach (var (key, value) in values)
        {
            var current = root;
            foreach (var step in key.Split(':'))
                current = current.Child(step);
            current.Value = value;
        }

        return root.Children.Count == 0 ? ConfigNode.Object([], origin) : root.ToNode(origin);
    }

    private sealed class Branch
    {
        public List<KeyValuePair<string, Branch>> Children { get; } = [];

        public string? Value { get; set; }

        public Branch Child(string key)
        {
            var known = Children.FirstOrDefault(child => child.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;
            if (known is null)
                Children.Add(KeyValuePair.Create(key, known = new Branch()));
            return known;
        }

        public ConfigNode ToNode(Origin origin)
        {
            if (Children.Count == 0)
                return ConfigNode.Scalar(Value, origin);
            var isList = Children.All(child => child.Key.All(char.IsAsciiDigit));
            return isList
                ? ConfigNode.List(Children.OrderBy(child => child.Key.Length).ThenBy(child => child.Key, StringComparer.Ordinal).Select(child => child.Value.ToNode(origin)), origin)
                : ConfigNode.Object(Children.Select(child => KeyValuePair.Create(child.Key, child.Value.ToNode(origin))), origin);
        }
    }
}
