using Terminal.Gui.Drawing;
using Terminal.Gui.ViewBase;

namespace Coz.Console.Ui.Views;

/// <summary>Lines of text that scroll under a head that does not. The last column shows whether there is more above or below.</summary>
/// <param name="content">Gives the lines for a width.</param>
internal sealed class LinesView(Func<int, PaneText> content) : View
{
    private int _top;
    private int _left;
    private bool _isAtEnd = true;

    /// <summary>Scrolls; held within the text when it is drawn.</summary>
    public void ScrollBy(int lines, int columns)
    {
        _top = Math.Max(0, _top + lines);
        _left = Math.Max(0, _left + columns);
        _isAtEnd &= lines >= 0;
        SetNeedsDraw();
    }

    /// <summary>Scrolls to the first line.</summary>
    public void ScrollToStart() => ScrollBy(-_top, -_left);

    /// <summary>Scrolls to the last line.</summary>
    public void ScrollToEnd() => ScrollBy(int.MaxValue / 2, 0);

    /// <summary>Shows another text: from its start, or from its end if it follows it.</summary>
    public void Restart()
    {
        ScrollToStart();
        _isAtEnd = true;
    }

    /// <inheritdoc/>
    protected override bool OnDrawingContent(DrawContext? context)
    {
        var width = Math.Max(1, Viewport.Width - 1);
        var text = content(width);
        var head = Math.Min(text.Head.Count, Math.Max(0, Viewport.Height - 3));
        var room = Math.Max(0, Viewport.Height - head);
        var last = Math.Max(0, text.Body.Count - room);
        Settle(text, room, last, width);
        for (var row = 0; row < head; row++)
            DrawLine(row, text.Head[row], 0, width, isMarked: false);
        for (var row = 0; row < room && _top + row < text.Body.Count; row++)
            DrawLine(head + row, text.Body[_top + row], _left, width, text.Marked == _top + row);
        if (_top > 0)
            AddStr(width, head, "▲");
        if (_top < last)
            AddStr(width, Viewport.Height - 1, "▼");
        return true;
    }

    private void Settle(PaneText text, int room, int last, int width)
    {
        if (text.Marked is { } marked)
            _top = Math.Clamp(_top, marked - room + 1, marked);
        _top = text.FollowsEnd && _isAtEnd ? last : Math.Clamp(_top, 0, last);
        _isAtEnd |= _top == last;
        _left = Math.Clamp(_left, 0, Math.Max(0, text.Body.Select(line => line.Length).DefaultIfEmpty().Max() - width));
    }

    private void DrawLine(int row, string line, int left, int width, bool isMarked)
    {
        // A control character of a message or a file would steer the terminal.
        var clean = string.Concat(line.Skip(left).Take(width).Select(letter => char.IsControl(letter) ? ' ' : letter));
        SetAttributeForRole(isMarked ? VisualRole.Focus : VisualRole.Normal);
        AddStr(0, row, isMarked ? clean.PadRight(width) : clean);
        SetAttributeForRole(VisualRole.Normal);
    }
}
