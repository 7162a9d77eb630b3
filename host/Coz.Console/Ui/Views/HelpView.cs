using Coz.Console.Ui.Text;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace Coz.Console.Ui.Views;

/// <summary>The keys and the signs; lies over all else until a key is pressed.</summary>
internal sealed class HelpView : FrameView
{
    private static readonly string[] Lines =
    [
        "Up, Down           choose an experiment",
        "Enter              run it, in a process of its own",
        "s                  stop it; s again kills its process",
        "p                  pause it, or let it go on",
        "1, 2, 3            its values with their origins; its run;",
        "                   its results (also Tab, Left, Right)",
        "PgUp, PgDn         scroll; Home, End: first and last line",
        "<, >               scroll sideways",
        "?                  this help",
        "q, Esc             quit: runs go on, and are shown again",
        "                   at the next start",
        "",
        PhaseText.Legend,
    ];

    public HelpView()
    {
        Title = "Help: any key closes it";
        CanFocus = false;
        Visible = false;
        X = Pos.Center();
        Y = Pos.Center();
        Width = Lines.Max(line => line.Length) + 5;
        Height = Lines.Length + 2;
        Add(new LinesView(_ => new PaneText([], Lines)) { X = 1, Width = Dim.Fill(), Height = Dim.Fill() });
    }
}
