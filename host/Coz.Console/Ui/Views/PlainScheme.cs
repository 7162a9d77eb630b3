using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Coz.Console.Ui.Views;

/// <summary>The terminal's own colours, and the reverse of them for what is chosen: readable on any ground, and without colour.</summary>
internal static class PlainScheme
{
    public static Scheme Create()
    {
        var plain = new Attribute(Color.None, Color.None, TextStyle.None);
        return new Scheme(plain) { Focus = new Attribute(Color.None, Color.None, TextStyle.Reverse), HotNormal = plain, HotFocus = plain };
    }
}
