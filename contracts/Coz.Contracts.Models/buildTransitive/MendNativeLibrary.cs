using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

// Compiled by MSBuild (RoslynCodeTaskFactory), never part of an assembly of ours. Two Linux libraries do not load on a plain
// Debian 12, Ubuntu 22.04 or cluster node, for reasons that lie in their ELF headers and not in their code:
//
// - libLibTorchSharp.so demands GLIBCXX_3.4.32, which those systems lack. The one symbol under that version,
//   _ZSt21ios_base_library_initv, is never relocated: a weak demand is enough, and changes nothing where the version is there.
// - libOpenCvSharpExtern.so names desktop libraries (GTK and what it stands on) for its windows. All their symbols are bound
//   lazily, on the first call of a window function: without the names it loads, and everything but windows works.
//
// The task reads a file of the package folder and writes a mended copy elsewhere, so the package folder stays as it was.
public sealed class MendNativeLibrary : Task
{
    private const long DynamicNeeded = 1, DynamicStringTable = 5, DynamicVersions = 0x6ffffffe;
    private const string NewVersion = "GLIBCXX_3.4.32";

    private static readonly HashSet<string> Desktop = new HashSet<string>
    {
        "libfreetype.so.6", "libharfbuzz.so.0", "libgtk-3.so.0", "libgdk-3.so.0", "libpangocairo-1.0.so.0", "libpango-1.0.so.0",
        "libatk-1.0.so.0", "libcairo-gobject.so.2", "libcairo.so.2", "libgdk_pixbuf-2.0.so.0", "libgio-2.0.so.0",
        "libgobject-2.0.so.0", "libglib-2.0.so.0", "libdrm.so.2", "libatomic.so.1", "libX11.so.6",
    };

    private byte[] _file = Array.Empty<byte>();

    [Required]
    public ITaskItem[] Libraries { get; set; } = Array.Empty<ITaskItem>();

    [Required]
    public ITaskItem[] Copies { get; set; } = Array.Empty<ITaskItem>();

    public override bool Execute()
    {
        for (var i = 0; i < Libraries.Length; i++)
        {
            var (source, copy) = (Libraries[i].GetMetadata("FullPath"), Copies[i].GetMetadata("FullPath"));
            _file = File.ReadAllBytes(source);
            if (!IsElf64())
            {
                Log.LogError($"{source} is not a 64-bit little-endian ELF file: clear the package it is from out of the NuGet folder and restore again.");
                return false;
            }

            MakeNewVersionWeak();
            DropDesktopLibraries();
            Write(copy);
            Log.LogMessage(MessageImportance.Normal, $"Mended {Path.GetFileName(source)} -> {copy}");
        }

        return true;
    }

    private bool IsElf64() =>
        _file.Length > 64 && _file[0] == 0x7f && _file[1] == 'E' && _file[2] == 'L' && _file[3] == 'F' && _file[4] == 2 && _file[5] == 1;

    private void MakeNewVersionWeak()
    {
        const int Weak = 2;
        var versions = Dynamic(DynamicVersions);
        if (versions == null)
            return;
        for (long need = Offset(versions.Value), next = 1; next != 0; need += next)
        {
            next = Int32(need + 12);
            for (long entry = need + Int32(need + 8), step = 1; step != 0; entry += step)
            {
                step = Int32(entry + 12);
                if (Name(Int32(entry + 8)) == NewVersion)
                    _file[entry + 4] |= Weak;
            }
        }
    }

    private void DropDesktopLibraries()
    {
        var entries = DynamicEntries().ToList();
        var kept = entries.Where(e => e.Tag != DynamicNeeded || !Desktop.Contains(Name(e.Value))).ToList();
        for (var i = 0; i < entries.Count; i++)
        {
            var (tag, value) = i < kept.Count ? (kept[i].Tag, kept[i].Value) : (0, 0);
            BitConverter.GetBytes(tag).CopyTo(_file, entries[i].At);
            BitConverter.GetBytes(value).CopyTo(_file, entries[i].At + 8);
        }
    }

    private IEnumerable<(long At, long Tag, long Value)> DynamicEntries()
    {
        var section = Segments().First(s => s.Type == 2);
        for (var at = section.Offset; at < section.Offset + section.Size && Int64(at) != 0; at += 16)
            yield return (at, Int64(at), Int64(at + 8));
    }

    private long? Dynamic(long tag) =>
        DynamicEntries().Where(e => e.Tag == tag).Select(e => (long?)e.Value).FirstOrDefault();

    private IEnumerable<(int Type, long Offset, long Address, long Size)> Segments()
    {
        var (first, size, count) = (Int64(32), BitConverter.ToUInt16(_file, 54), BitConverter.ToUInt16(_file, 56));
        for (var i = 0; i < count; i++)
        {
            var at = first + (i * size);
            yield return (Int32(at), Int64(at + 8), Int64(at + 16), Int64(at + 32));
        }
    }

    private long Offset(long address)
    {
        var segment = Segments().First(s => s.Type == 1 && s.Address <= address && address < s.Address + s.Size);
        return address - segment.Address + segment.Offset;
    }

    private string Name(long index)
    {
        var start = (int)(Offset(Dynamic(DynamicStringTable)!.Value) + index);
        return Encoding.ASCII.GetString(_file, start, Array.IndexOf(_file, (byte)0, start) - start);
    }

    private int Int32(long at) => BitConverter.ToInt32(_file, (int)at);

    private long Int64(long at) => BitConverter.ToInt64(_file, (int)at);

    private void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + "." + Guid.NewGuid().ToString("N");
        using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(_file, 0, _file.Length);
            stream.Flush(true);
        }

        // Not overwritten in place: an output folder may hold a hard link to the older copy.
        File.Delete(path);
        File.Move(temporary, path);
    }
}
