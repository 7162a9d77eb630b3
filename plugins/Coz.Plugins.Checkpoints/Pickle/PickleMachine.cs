using System.Numerics;
using Coz.Contracts;

namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>
/// Reads a pickle as data. Globals come from a table that is given, anything else ends the reading; the functions of the table are
/// ours and only describe what is to be built. Nothing recurses, so nesting cannot exhaust the stack.
/// </summary>
/// <remarks>
/// Source: the documentation of Python's pickletools. The opcodes of protocol 2 that torch.save writes, and of protocol 4 those
/// that name globals and short texts. Deviation: sets, objects of classes and the text opcodes of protocol 0 are refused.
/// </remarks>
internal sealed class PickleMachine(IReadOnlyDictionary<string, object> globals, Func<PickleTuple, object?> loadPersistent)
{
    // A checkpoint of ten thousand tensors takes half a million; each may cost memory that the file does not have.
    private const int MostOpcodes = 2_000_000;
    private const int NewestProtocol = 5;

    /// <summary>Reads one pickle and leaves the stream behind its STOP.</summary>
    /// <param name="stream">A stream that knows its length, at the pickle's first byte.</param>
    /// <param name="path">The file, for messages.</param>
    /// <returns>The value it stands for.</returns>
    /// <exception cref="CozException">The pickle is damaged, or asks for what is not allowed.</exception>
    public object? Read(Stream stream, string path)
    {
        var input = new PickleInput(stream, path);
        var stack = new PickleStack(path);
        for (var count = 0; count < MostOpcodes; count++)
        {
            var opcode = (PickleOpcode)input.Byte();
            if (opcode == PickleOpcode.Stop)
                return stack.Pop();
            if (!Scalar(opcode, input, stack) && !Container(opcode, stack) && !Memo(opcode, input, stack) && !Construct(opcode, input, stack))
                throw PickleFault.Damaged(path, $"its pickle holds the opcode 0x{(byte)opcode:x2}, which torch.save's default protocol does not write");
        }

        throw PickleFault.Damaged(path, $"its pickle has more than {MostOpcodes} opcodes");
    }

    private static bool Scalar(PickleOpcode opcode, PickleInput input, PickleStack stack)
    {
        switch (opcode)
        {
            case PickleOpcode.None: stack.Push(null); return true;
            case PickleOpcode.NewTrue: stack.Push(true); return true;
            case PickleOpcode.NewFalse: stack.Push(false); return true;
            case PickleOpcode.BinInt: stack.Push((long)input.Int32()); return true;
            case PickleOpcode.BinInt1: stack.Push((long)input.Byte()); return true;
            case PickleOpcode.BinInt2: stack.Push((long)input.UInt16()); return true;
            case PickleOpcode.Long1: stack.Push(Integer(input.Bytes(input.Byte()))); return true;
            case PickleOpcode.BinFloat: stack.Push(input.Double()); return true;
            case PickleOpcode.BinUnicode: stack.Push(input.Text(input.UInt32())); return true;
            case PickleOpcode.ShortBinUnicode: stack.Push(input.Text(input.Byte())); return true;
            case PickleOpcode.BinString: stack.Push(input.Text(input.UInt32())); return true;
            case PickleOpcode.ShortBinString: stack.Push(input.Text(input.Byte())); return true;
            case PickleOpcode.BinBytes: stack.Push(input.Bytes(input.UInt32())); return true;
            case PickleOpcode.ShortBinBytes: stack.Push(input.Bytes(input.Byte())); return true;
            default: return false;
        }
    }

    private static bool Container(PickleOpcode opcode, PickleStack stack)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: stack.Mark(); return true;
            case PickleOpcode.Pop: stack.Pop(); return true;
            case PickleOpcode.PopMark: stack.PopToMark(); return true;
            case PickleOpcode.Dup: stack.Push(stack.Peek()); return true;
            case PickleOpcode.EmptyTuple: stack.Push(new PickleTuple([])); return true;
            case PickleOpcode.Tuple: stack.Push(new PickleTuple(stack.PopToMark())); return true;
            case PickleOpcode.Tuple1: stack.Push(stack.PopTuple(1)); return true;
            case PickleOpcode.Tuple2: stack.Push(stack.PopTuple(2)); return true;
            case PickleOpcode.Tuple3: stack.Push(stack.PopTuple(3)); return true;
            case PickleOpcode.EmptyList: stack.Push(new PickleList()); return true;
            case PickleOpcode.EmptyDict: stack.Push(new PickleDict()); return true;
            case PickleOpcode.List: stack.Push(new PickleList { Items = stack.PopToMark() }); return true;
            default: return false;
        }
    }

    private static object Integer(byte[] bytes)
    {
        var value = new BigInteger(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private static bool Memo(PickleOpcode opcode, PickleInput input, PickleStack stack)
    {
        switch (opcode)
        {
            case PickleOpcode.BinPut: stack.Memoize(input.Byte()); return true;
            case PickleOpcode.LongBinPut: stack.Memoize(input.UInt32()); return true;
            case PickleOpcode.Memoize: stack.Memoize(); return true;
            case PickleOpcode.BinGet: stack.Recall(input.Byte()); return true;
            case PickleOpcode.LongBinGet: stack.Recall(input.UInt32()); return true;
            default: return false;
        }
    }

    private static void Fill(PickleDict dict, IReadOnlyList<object?> items, string path)
    {
        if (items.Count % 2 != 0)
            throw PickleFault.Damaged(path, "a dictionary in its pickle has a key without a value");
        for (var i = 0; i < items.Count; i += 2)
        {
            if (items[i] is not (string or long or bool))
                throw PickleFault.Damaged(path, "a dictionary in its pickle has a key that is no text and no whole number");
            dict[items[i]!] = items[i + 1];
        }
    }

    private bool Construct(PickleOpcode opcode, PickleInput input, PickleStack stack)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto: CheckProtocol(input); return true;
            case PickleOpcode.Frame: input.Bytes(8); return true;
            case PickleOpcode.Append: Append(stack, stack.PopTuple(1).Items); return true;
            case PickleOpcode.Appends: Append(stack, stack.PopToMark()); return true;
            case PickleOpcode.SetItem: Fill(stack, stack.PopTuple(2).Items, input.Path); return true;
            case PickleOpcode.SetItems: Fill(stack, stack.PopToMark(), input.Path); return true;
            case PickleOpcode.Global: stack.Push(Find(input.Line(), input.Line(), input.Path)); return true;
            case PickleOpcode.Inst: throw PickleFault.Forbidden(input.Path, $"{input.Line()}.{input.Line()}");
            case PickleOpcode.StackGlobal: FindOnStack(stack, input.Path); return true;
            case PickleOpcode.Reduce: Call(stack, input.Path); return true;
            case PickleOpcode.Build: Build(stack, input.Path); return true;
            case PickleOpcode.BinPersId: LoadPersistent(stack, input.Path); return true;
            default: return false;
        }
    }

    private static void CheckProtocol(PickleInput input)
    {
        var protocol = input.Byte();
        if (protocol > NewestProtocol)
            throw PickleFault.Damaged(input.Path, $"its pickle claims protocol {protocol}");
    }

    private static void Append(PickleStack stack, IEnumerable<object?> items) => stack.Peek<PickleList>("list").Items.AddRange(items);

    private static void Fill(PickleStack stack, IReadOnlyList<object?> items, string path) => Fill(stack.Peek<PickleDict>("dictionary"), items, path);

    private object Find(string module, string name, string path) =>
        globals.TryGetValue($"{module}.{name}", out var value) ? value : throw PickleFault.Forbidden(path, $"{module}.{name}");

    private void FindOnStack(PickleStack stack, string path)
    {
        var names = stack.PopTuple(2);
        stack.Push(names.Items is [string module, string name] ? Find(module, name, path) : throw PickleFault.Damaged(path, "a global in its pickle has no name"));
    }

    private static void Call(PickleStack stack, string path)
    {
        if (stack.PopTuple(2).Items is not [PickleFunction function, PickleTuple arguments])
            throw PickleFault.Damaged(path, "its pickle calls what is no function");
        try
        {
            stack.Push(function(arguments.Items));
        }
        catch (FormatException e)
        {
            throw PickleFault.Damaged(path, e.Message, e);
        }
    }

    // The state of an OrderedDict is torch's version bookkeeping (_metadata), that of a numpy type its byte order: neither is a weight.
    private static void Build(PickleStack stack, string path)
    {
        stack.Pop();
        if (stack.Peek() is not (PickleDict { IsOrderedDict: true } or NumpyType))
            throw PickleFault.Damaged(path, "its pickle gives a state to an object that has none");
    }

    private void LoadPersistent(PickleStack stack, string path)
    {
        if (stack.Pop() is not PickleTuple id)
            throw PickleFault.Damaged(path, "its pickle names a storage without saying which");
        stack.Push(loadPersistent(id));
    }
}
