using System.Security.Cryptography;
using System.Text;

namespace Coz.Host.Plugins;

/// <summary>The hash of a plugin's folder: of all its files, by relative path and content.</summary>
public static class FolderHash
{
    /// <summary>Computes the hash.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>SHA-256 in lower-case hexadecimal digits.</returns>
    public static string Of(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
