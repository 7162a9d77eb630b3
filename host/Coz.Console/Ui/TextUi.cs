using Coz.Console.Ui.Views;
using Terminal.Gui.App;

namespace Coz.Console.Ui;

/// <summary>The text UI on a screen. All its work is done on one thread: a timer of the application reads what runs have written.</summary>
internal static class TextUi
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ReloadInterval = TimeSpan.FromSeconds(2);

    /// <summary>Shows the bench on the terminal until the user quits.</summary>
    public static void Run(Bench bench)
    {
        using var application = Application.Create();
        application.Init();
        using var main = Open(application, bench);
        application.Run(main);
    }

    /// <summary>Makes the view of a bench, and keeps it up to date.</summary>
    /// <param name="application">Its timers end with it.</param>
    /// <param name="bench">The bench.</param>
    /// <returns>The view, to be run; owned by the caller.</returns>
    public static MainView Open(IApplication application, Bench bench)
    {
        var main = new MainView(bench);
        main.Reload();
        application.AddTimeout(PollInterval, () => Repeat(main.Poll));
        application.AddTimeout(ReloadInterval, () => Repeat(main.Reload));
        return main;
    }

    private static bool Repeat(Action action)
    {
        action();
        return true;
    }
}
