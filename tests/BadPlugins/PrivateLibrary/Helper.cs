namespace Coz.BadPlugins;

/// <summary>Something a plugin stands on that is not the host's.</summary>
public class Helper
{
    public string Name { get; set; } = "helper";
}
