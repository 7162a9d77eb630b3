using System.Diagnostics;
using System.Globalization;
using Coz.Contracts;
using Spectre.Console;

namespace Coz.Console.Output;

/// <summary>Shows a run's events: progress, messages and faults on standard error, tables and files on standard output.</summary>
internal sealed class RunReporter
{
    private const int LongestUnwrapped = 40;
    private const int RedirectedWidth = 240;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly IAnsiConsole _error = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });
    private readonly Dictionary<string, ProgressTask> _bars = [];
    private readonly List<RunEvent> _results = [];
    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();

    /// <summary>Does work while progress bars are shown; gives it the observer of its events.</summary>
    public async Task<T> ShowAsync<T>(Func<Action<RunEvent>, Task<T>> work)
    {
        if (System.Console.IsErrorRedirected)
        {
            // One line a message, however long: it is read by programs, and paths in it are to be copied.
            _error.Profile.Width = int.MaxValue;
            return await work(runEvent => Observe(runEvent, null));
        }

        return await _error.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(runEvent => Observe(runEvent, context)));
    }

    /// <summary>Writes the tables and the files of the run to standard output.</summary>
    public void WriteResults(string? folder)
    {
        foreach (var table in _results.OfType<TableEvent>())
            Write(table);
        foreach (var artefact in _results.OfType<ArtefactEvent>())
            System.Console.Out.WriteLine($"{artefact.Name}: {(folder is null ? artefact.Path : Path.GetFullPath(artefact.Path, folder))}");
        if (folder is not null)
            System.Console.Out.WriteLine($"run folder: {folder}");
    }

    /// <summary>Writes a table to standard output.</summary>
    public static void Write(TableEvent table)
    {
        if (System.Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = RedirectedWidth;
        AnsiConsole.Write(Render(table));
    }

    private static Table Render(TableEvent source)
    {
        var table = new Table().Border(System.Console.IsOutputRedirected ? TableBorder.Markdown : TableBorder.Rounded);
        if (source.Title.Length > 0)
            table.Title(Markup.Escape(source.Title));
        for (var i = 0; i < source.Columns.Count; i++)
        {
            var cells = source.Rows.Select(row => row[i]).ToList();
            var column = new TableColumn(Markup.Escape(source.Columns[i])) { NoWrap = cells.TrueForAll(cell => cell.Length <= LongestUnwrapped) };
            table.AddColumn(cells.TrueForAll(IsNumber) ? column.RightAligned() : column.LeftAligned());
        }

        foreach (var row in source.Rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }

    private static bool IsNumber(string cell) =>
        cell.Length == 0 || cell is "-" or "inf" || double.TryParse(cell, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);

    private void Observe(RunEvent runEvent, ProgressContext? context)
    {
        switch (runEvent)
        {
            case ProgressEvent progress:
                Advance(progress, context);
                break;
            case MessageEvent { IsWarning: true } warning:
                _error.MarkupLineInterpolated($"[yellow]warning:[/] {warning.Text}");
                break;
            case MessageEvent message:
                _error.MarkupLineInterpolated($"{message.Text}");
                break;
            // One that ends the run is said by its outcome.
            case FaultEvent { IsFatal: false } fault:
                _error.MarkupLineInterpolated($"[yellow]fault:[/] {fault.Text}");
                break;
            case TableEvent or ArtefactEvent:
                _results.Add(runEvent);
                break;
        }
    }

    private void Advance(ProgressEvent progress, ProgressContext? context)
    {
        if (context is null)
        {
            // A log: a line a minute.
            if (_sinceProgress.Elapsed >= Minute)
            {
                _error.MarkupLineInterpolated($"{progress.Name} {progress.Done}/{progress.Total} {progress.Detail}");
                _sinceProgress.Restart();
            }

            return;
        }

        if (!_bars.TryGetValue(progress.Name, out var bar))
            _bars[progress.Name] = bar = context.AddTask(Markup.Escape(progress.Name), maxValue: Math.Max(1, progress.Total));
        bar.MaxValue = Math.Max(1, progress.Total);
        bar.Value = progress.Done;
        bar.Description = Markup.Escape($"{progress.Name} {progress.Detail}".Trim());
    }
}
