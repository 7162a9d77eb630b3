namespace Coz.Console;

/// <summary>Finds the folder that holds plugins.json: above the executable, else above the current folder, else the current folder.</summary>
internal static class ProjectRoot
{
    public static string Find() => Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory) ?? Environment.CurrentDirectory;

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "plugins.json")))
                return folder.FullName;
        }

        return null;
    }
}
