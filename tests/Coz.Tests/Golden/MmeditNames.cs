using System.Text.RegularExpressions;

namespace Coz.Tests.Golden;

/// <summary>What CiaoSR's encoders, which are mmedit's, call our parameters.</summary>
internal static class MmeditNames
{
    private static readonly (string Ours, string Theirs)[] Renames =
    [
        (@"^encoder\.head\.0", "conv_first"),
        (@"^encoder\.body\.(\d+)\.body\.0", "body.$1.conv1"),
        (@"^encoder\.body\.(\d+)\.body\.2", "body.$1.conv2"),
        (@"^encoder\.body\.\d+", "conv_after_body"),
        (@"^encoder\.SFENet", "sfe"),
        (@"^encoder\.RDBs\.(\d+)\.convs\.(\d+)\.conv\.0", "rdbs.$1.layers.$2.conv"),
        (@"^encoder\.RDBs\.(\d+)\.LFF", "rdbs.$1.lff"),
        (@"^encoder\.GFF", "gff"),
    ];

    public static string Of(string ours) => Renames
        .Select(rename => Regex.Replace(ours, rename.Ours, rename.Theirs))
        .FirstOrDefault(theirs => theirs != ours, ours);
}
