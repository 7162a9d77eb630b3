namespace Coz.Contracts;

/// <summary>
/// A fault that its reader can do something about. The message is one line: what, where (a key, a file, a plugin's id), expected
/// and got, what to do. The host prints it without a stack trace and exits with 1.
/// </summary>
public class CozException : Exception
{
    /// <summary>Makes a fault.</summary>
    /// <param name="message">One line for the user.</param>
    public CozException(string message)
        : base(message)
    {
    }

    /// <summary>Makes a fault that another one caused.</summary>
    /// <param name="message">One line for the user.</param>
    /// <param name="innerException">The cause, for the log.</param>
    public CozException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
