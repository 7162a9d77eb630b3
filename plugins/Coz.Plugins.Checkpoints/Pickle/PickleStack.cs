namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>The stack of a pickle machine, with its marks and its memo.</summary>
internal sealed class PickleStack(string path)
{
    private readonly List<object?> _items = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];

    public void Push(object? value) => _items.Add(value);

    public void Mark() => _marks.Push(_items.Count);

    public object? Pop()
    {
        RequireOne();
        var value = _items[^1];
        _items.RemoveAt(_items.Count - 1);
        return value;
    }

    public object? Peek()
    {
        RequireOne();
        return _items[^1];
    }

    public T Peek<T>(string what)
        where T : class => Peek() as T ?? throw PickleFault.Damaged(path, $"its pickle fills a {what} that is none");

    public List<object?> PopToMark()
    {
        if (!_marks.TryPop(out var first))
            throw PickleFault.Damaged(path, "its pickle refers to a mark that is not there");
        var items = _items.GetRange(first, _items.Count - first);
        _items.RemoveRange(first, _items.Count - first);
        return items;
    }

    public PickleTuple PopTuple(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--)
            items[i] = Pop();
        return new PickleTuple(items);
    }

    public void Memoize(long? index = null) => _memo[index ?? _memo.Count] = Peek();

    public void Recall(long index) => Push(_memo.TryGetValue(index, out var value) ? value : throw PickleFault.Damaged(path, $"its pickle refers to object {index}, which it has not made"));

    private void RequireOne()
    {
        if (_items.Count <= (_marks.TryPeek(out var floor) ? floor : 0))
            throw PickleFault.Damaged(path, "its pickle takes more from its stack than it has put there");
    }
}
