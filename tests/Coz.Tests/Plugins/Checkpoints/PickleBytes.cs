using System.Buffers.Binary;
using System.Text;

namespace Coz.Tests.Plugins.Checkpoints;

/// <summary>Writes pickles by hand, opcode by opcode: what torch.save writes, and what nobody should.</summary>
internal static class PickleBytes
{
    public static byte[] None { get; } = "N"u8.ToArray();

    public static byte[] Whole(byte[] value, byte protocol = 2) => [0x80, protocol, .. value, (byte)'.'];

    public static byte[] Flag(bool value) => [(byte)(value ? 0x88 : 0x89)];

    public static byte[] Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return [(byte)'X', .. Int32(bytes.Length), .. bytes];
    }

    public static byte[] Int(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return [0x8a, 8, .. bytes];
    }

    public static byte[] Float(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return [(byte)'G', .. bytes];
    }

    public static byte[] Tuple(params byte[][] items) => [(byte)'(', .. items.SelectMany(item => item), (byte)'t'];

    public static byte[] List(params byte[][] items) => [(byte)']', (byte)'(', .. items.SelectMany(item => item), (byte)'e'];

    public static byte[] Dict(params (string Key, byte[] Value)[] entries) =>
        [(byte)'}', (byte)'(', .. entries.SelectMany(entry => (byte[])[.. Text(entry.Key), .. entry.Value]), (byte)'u'];

    public static byte[] Global(string module, string name) => [(byte)'c', .. Encoding.UTF8.GetBytes($"{module}\n{name}\n")];

    public static byte[] StackGlobal(string module, string name) => [.. ShortText(module), 0x94, .. ShortText(name), 0x94, 0x93];

    public static byte[] Call(byte[] function, params byte[][] arguments) => [.. function, .. Tuple(arguments), (byte)'R'];

    public static byte[] Storage(string type, string key, long count) =>
        [.. Tuple(Text("storage"), Global("torch", type), Text(key), Text("cuda:0"), Int(count)), (byte)'Q'];

    public static byte[] Tensor(byte[] storage, long offset, long[] shape, long[] stride) => Call(
        Global("torch._utils", "_rebuild_tensor_v2"),
        storage, Int(offset), Tuple([.. shape.Select(Int)]), Tuple([.. stride.Select(Int)]), Flag(false), Call(Global("collections", "OrderedDict")));

    /// <summary>A whole checkpoint of an EDSR of no blocks with two channels.</summary>
    public static byte[] Encoder(params (string Key, byte[] Tensor)[] state) => Whole(Dict(
        ("model", Dict(("name", Text("edsr-baseline")), ("args", Dict(("n_resblocks", Int(0)), ("n_feats", Int(2)))), ("sd", Dict(state))))));

    private static byte[] ShortText(string text) => [0x8c, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
