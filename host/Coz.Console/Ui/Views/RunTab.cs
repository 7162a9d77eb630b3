namespace Coz.Console.Ui.Views;

/// <summary>What the right pane shows of the chosen experiment.</summary>
internal enum RunTab
{
    Config,
    Run,
    Results,
}
