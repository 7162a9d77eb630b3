using System.Buffers.Binary;
using System.Text;

namespace Coz.Plugins.Checkpoints.Pickle;

/// <summary>Writes values as a pickle of protocol 2, with the opcodes that torch.save uses; texts and globals are memoized.</summary>
/// <param name="stream">Where it goes.</param>
/// <param name="writeOther">Writes what is none of the plain values, through this writer; returns false if it cannot either.</param>
internal sealed class PickleWriter(Stream stream, Func<PickleWriter, object, bool> writeOther)
{
    private readonly Dictionary<string, int> _memo = [];

    /// <summary>Writes a whole pickle.</summary>
    /// <param name="value">Its value.</param>
    public void WriteAll(object? value)
    {
        stream.Write([(byte)PickleOpcode.Proto, 2]);
        Write(value);
        Code(PickleOpcode.Stop);
    }

    /// <summary>Writes one value.</summary>
    /// <param name="value">The value.</param>
    public void Write(object? value)
    {
        switch (value)
        {
            case null: Code(PickleOpcode.None); break;
            case bool flag: Code(flag ? PickleOpcode.NewTrue : PickleOpcode.NewFalse); break;
            case long number: Number(number); break;
            case double number: Float(number); break;
            case string text: Memoized($"text {text}", () => Text(text)); break;
            case PickleTuple tuple: Tuple(tuple); break;
            case PickleList list: List(list); break;
            case PickleDict dict: Dict(dict); break;
            default: Other(value); break;
        }
    }

    /// <summary>Writes the name of a global.</summary>
    /// <param name="module">Its module.</param>
    /// <param name="name">Its name there.</param>
    public void Global(string module, string name) => Memoized($"global {module}.{name}", () =>
    {
        Code(PickleOpcode.Global);
        stream.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    });

    /// <summary>Writes an opcode without operands.</summary>
    /// <param name="opcode">The opcode.</param>
    public void Code(PickleOpcode opcode) => stream.WriteByte((byte)opcode);

    private void Other(object value)
    {
        if (!writeOther(this, value))
            throw new ArgumentException($"A pickle of weights cannot hold a {value.GetType().Name}.", nameof(value));
    }

    private void Memoized(string key, Action write)
    {
        if (_memo.TryGetValue(key, out var index))
        {
            Indexed(PickleOpcode.BinGet, PickleOpcode.LongBinGet, index);
            return;
        }

        write();
        Indexed(PickleOpcode.BinPut, PickleOpcode.LongBinPut, _memo.Count);
        _memo[key] = _memo.Count;
    }

    private void Indexed(PickleOpcode small, PickleOpcode large, int index)
    {
        if (index <= byte.MaxValue)
        {
            stream.Write([(byte)small, (byte)index]);
            return;
        }

        Code(large);
        Int32(index);
    }

    private void Number(long value)
    {
        if (value is >= 0 and <= byte.MaxValue)
        {
            stream.Write([(byte)PickleOpcode.BinInt1, (byte)value]);
        }
        else if (value is >= int.MinValue and <= int.MaxValue)
        {
            Code(PickleOpcode.BinInt);
            Int32((int)value);
        }
        else
        {
            stream.Write([(byte)PickleOpcode.Long1, 8]);
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }

    private void Float(double value)
    {
        Code(PickleOpcode.BinFloat);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        stream.Write(bytes);
    }

    private void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Code(PickleOpcode.BinUnicode);
        Int32(bytes.Length);
        stream.Write(bytes);
    }

    private void Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private void Tuple(PickleTuple tuple)
    {
        if (tuple.Items.Count == 0)
        {
            Code(PickleOpcode.EmptyTuple);
            return;
        }

        Code(PickleOpcode.Mark);
        foreach (var item in tuple.Items)
            Write(item);
        Code(PickleOpcode.Tuple);
    }

    private void List(PickleList list)
    {
        Code(PickleOpcode.EmptyList);
        Code(PickleOpcode.Mark);
        foreach (var item in list.Items)
            Write(item);
        Code(PickleOpcode.Appends);
    }

    private void Dict(PickleDict dict)
    {
        if (dict.IsOrderedDict)
        {
            Global("collections", "OrderedDict");
            Code(PickleOpcode.EmptyTuple);
            Code(PickleOpcode.Reduce);
        }
        else
        {
            Code(PickleOpcode.EmptyDict);
        }

        if (dict.Count == 0)
            return;
        Code(PickleOpcode.Mark);
        foreach (var (key, value) in dict.Entries)
        {
            Write(key);
            Write(value);
        }

        Code(PickleOpcode.SetItems);
    }
}
