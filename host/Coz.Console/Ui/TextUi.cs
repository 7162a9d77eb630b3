using Coz.Console.Ui.Views;
using Terminal.Gui.App;

namespace Coz.Console.Ui;

/// <summary>Runs the text UI on the terminal. All its work is done on one thread: runs are read by a timer of the application.</summary>
internal static class TextUi
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ReloadInterval = TimeSpan.FromSeconds(2);

    /// <summary>Shows the bench until the user quits.</summary>
    public static void Run(Bench bench)
    {
        using var application = Application.Create();
        application.Init();
        using var main = new MainView(bench);
        main.Reload();
        application.AddTimeout(PollInterval, () => Repeat(main.Poll));
        application.AddTimeout(ReloadInterval, () => Repeat(main.Reload));
        application.Run(main);
    }

    private static bool Repeat(Action action)
    {
        action();
        return true;
    }
}
