using Coz.Console.Ui;
using Coz.Console.Ui.Experiments;
using Coz.Console.Ui.Runs;
using Coz.Console.Ui.Views;
using Coz.Tests.Support;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;
using Terminal.Gui.Testing;
using Terminal.Gui.Time;

namespace Coz.Tests.Ui;

/// <summary>The text UI on a screen of 80 by 24 characters that only the test sees, over a project folder of its own.</summary>
internal sealed class UiScreen : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly VirtualTimeProvider _time = new();
    private IApplication? _application;
    private MainView? _main;
    private Bench? _bench;

    public string Root => _root.FullPath;

    public Bench Bench => _bench!;

    public FakeRunLauncher Fake { get; } = new();

    public UiScreen With(string experiment, string json)
    {
        var folder = Directory.CreateDirectory(_root.Path("samples", "experiments")).FullName;
        File.WriteAllText(Path.Combine(folder, $"{experiment}.json"), json);
        return this;
    }

    public UiScreen Open(IRunLauncher? launcher = null, int width = 80, int height = 24)
    {
        _bench = new Bench(new ExperimentReader(Root, []), launcher ?? Fake);
        _application = Application.Create(_time);
        _application.Init(DriverRegistry.Names.ANSI);
        _application.Driver!.SetScreenSize(width, height);
        _main = TextUi.Open(_application, _bench);
        _application.Begin(_main);
        return this;
    }

    /// <summary>Presses keys, and lets the timers of the application fire.</summary>
    public UiScreen Press(params Key[] keys)
    {
        foreach (var key in keys)
            _application!.InjectKey(key);
        return Wait();
    }

    /// <summary>Lets three seconds go by for the application's timers.</summary>
    public UiScreen Wait()
    {
        _time.Advance(TimeSpan.FromSeconds(3));
        _application!.TimedEvents!.RunTimers();
        return this;
    }

    /// <summary>True once the user has quit.</summary>
    public bool IsClosed => _main!.StopRequested;

    /// <summary>What the user sees.</summary>
    public string Text()
    {
        _application!.LayoutAndDraw(forceRedraw: false);
        return _application.Driver!.ToString()!;
    }

    public void Dispose()
    {
        _main?.Dispose();
        _application?.Dispose();
        _bench?.Dispose();
        _root.Dispose();
    }
}
