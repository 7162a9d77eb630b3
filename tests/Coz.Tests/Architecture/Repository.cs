namespace Coz.Tests.Architecture;

/// <summary>Finds the repository the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "COZ.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("COZ.sln stands in no folder above the tests.");
    }
}
