#nullable enable
using System;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

// Compiled by MSBuild (RoslynCodeTaskFactory), never part of an assembly of ours. TorchSharp turns the number of "tensor * 0.5" into a
// Scalar, reads its native handle and calls libtorch: from then on nothing refers to the Scalar. If another thread's allocation starts
// a garbage collection in that moment, its finalizer frees the native scalar under the running call: "Unknown scalar type", now and then
// after hours of work (dotnet/TorchSharp 0.107.0, pull requests 1434 and 1496).
//
// The task reads TorchSharp.dll of the package folder and writes a copy in which that finalizer's body is another one of the same place:
//
//     ~Scalar()
//     {
//         if (handle % 16 == 15)
//             THSTorch_dispose_scalar(handle - 15);   // the sixteenth collection that finds it dead
//         else if (handle != 0)
//             new Scalar(handle + 1);                 // dead as soon as it is made: the next collection finds it
//     }
//
// Native scalars lie at multiples of 16, so the last four bits count. A call in flight outlives no sixteen collections. Nothing else
// changes: Dispose() frees at once, as ever.
public sealed class MendScalars : Task
{
    [Required]
    public string Assembly { get; set; } = "";

    [Required]
    public string Copy { get; set; } = "";

    // The assemblies of TorchSharp 0.107.0's package (net8.0, netstandard2.0), whose Scalar was read before this was written.
    private static readonly Guid[] Known = { new Guid("41a4ad0f-515a-475e-8695-f10b26a540f5"), new Guid("aff4ecf3-ebd1-4c42-927e-d2181acceac0") };

    // A TorchSharp that is not known is used as it is: there is then no copy, and the build goes on with a warning.
    public override bool Execute()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Copy)!);
            File.Delete(Copy);
            var file = File.ReadAllBytes(Assembly);
            using (var pe = new PEReader(new MemoryStream(file)))
            {
                if (Find(pe) is not { } found)
                    return Warned("it is not the one of TorchSharp 0.107.0");
                found.Body.CopyTo(file, found.At);
            }

            Write(file);
            Log.LogMessage(MessageImportance.Normal, $"Mended {Path.GetFileName(Assembly)} -> {Copy}");
            return true;
        }
        catch (Exception e) when (e is BadImageFormatException || e is InvalidOperationException || e is InvalidCastException || e is ArgumentException || e is IndexOutOfRangeException || e is OverflowException)
        {
            return Warned(e.Message);
        }
    }

    private bool Warned(string reason)
    {
        Log.LogWarning(null, "COZ1001", null, Assembly, 0, 0, 0, 0, $"TorchSharp is used as it is, not mended: {reason}. Its numbers may be freed while libtorch reads them (\"Unknown scalar type\", rarely); see whether this version keeps them alive (MendScalars.cs of Coz.Contracts.Models says what to look for).");
        return true;
    }

    private static (int At, byte[] Body)? Find(PEReader pe)
    {
        var metadata = pe.GetMetadataReader();
        if (!Known.Contains(metadata.GetGuid(metadata.GetModuleDefinition().Mvid)))
            return null;
        var scalar = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Single(type => metadata.GetString(type.Namespace) == "TorchSharp" && metadata.GetString(type.Name) == "Scalar");
        MethodDefinitionHandle Method(string name) => scalar.GetMethods().Single(method => metadata.GetString(metadata.GetMethodDefinition(method).Name) == name);
        var handle = scalar.GetFields().Single(field => metadata.GetString(metadata.GetFieldDefinition(field).Name) == "handle");
        var release = metadata.MethodDefinitions.Single(method => metadata.GetString(metadata.GetMethodDefinition(method).Name) == "THSTorch_dispose_scalar");
        var address = metadata.GetMethodDefinition(Method("Finalize")).RelativeVirtualAddress;
        var old = pe.GetMethodBody(address);
        var body = Body(MetadataTokens.GetToken(handle), MetadataTokens.GetToken(Method(".ctor")), MetadataTokens.GetToken(release));

        // Dispose(false) in a try, the base's finalizer in its finally: 17 bytes of code.
        if (old.ExceptionRegions.Length != 1 || old.GetILBytes()!.Length != 17 || old.Size < body.Length)
            return null;
        var section = pe.PEHeaders.SectionHeaders[pe.PEHeaders.GetContainingSectionIndex(address)];
        return (address - section.VirtualAddress + section.PointerToRawData, body);
    }

    // A method body with the one-byte header: the code's length in its upper six bits.
    private static byte[] Body(int handle, int constructor, int release)
    {
        var code = new byte[]
        {
            0x02,                   //  0 ldarg.0
            0x7b, 0, 0, 0, 0,       //  1 ldfld handle
            0x25,                   //  6 dup
            0x1f, 15,               //  7 ldc.i4.s 15
            0x5f,                   //  9 and
            0x1f, 15,               // 10 ldc.i4.s 15
            0x2e, 26 - 14,          // 12 beq.s 26
            0x25,                   // 14 dup
            0x2c, 24 - 17,          // 15 brfalse.s 24
            0x17,                   // 17 ldc.i4.1
            0x58,                   // 18 add
            0x73, 0, 0, 0, 0,       // 19 newobj Scalar(IntPtr)
            0x26,                   // 24 pop
            0x2a,                   // 25 ret
            0x1f, 15,               // 26 ldc.i4.s 15
            0x59,                   // 28 sub
            0x28, 0, 0, 0, 0,       // 29 call THSTorch_dispose_scalar
            0x2a,                   // 34 ret
        };
        BitConverter.GetBytes(handle).CopyTo(code, 2);
        BitConverter.GetBytes(constructor).CopyTo(code, 20);
        BitConverter.GetBytes(release).CopyTo(code, 30);
        return new[] { (byte)((code.Length << 2) | 2) }.Concat(code).ToArray();
    }

    private void Write(byte[] file)
    {
        var temporary = Copy + "." + Guid.NewGuid().ToString("N");
        using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(file, 0, file.Length);
            stream.Flush(true);
        }

        // Not overwritten in place: an output folder may hold a hard link to the older copy. That was deleted.
        File.Move(temporary, Copy);
    }
}
