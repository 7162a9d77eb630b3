namespace Coz.Contracts;

public sealed class UsageException(string message) : CozException(message)
{
    public static UsageException ForKey(string key) => new($"{key} is wrong.");
}
