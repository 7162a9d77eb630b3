using Coz.Console;

namespace Coz.Tests.CommandLine;

[TestFixture]
public sealed class AllocatorTests
{
    [TestCase(null)]
    [TestCase("")]
    [TestCase("glibc.rtld.optional_static_tls=1024")]
    [Platform("Linux")]
    public void The_c_library_is_asked_where_nobody_has_told_it(string? tunables)
    {
        if (!File.Exists("/lib/x86_64-linux-gnu/libc.so.6") && !File.Exists("/lib64/libc.so.6"))
            Assert.Ignore("This system's C library is not glibc, or lies elsewhere.");

        Assert.That(Allocator.Ask(tunables), Is.True);
    }

    [Test]
    public void What_the_user_or_the_launcher_has_set_stays() =>
        Assert.That(Allocator.Ask("glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296"), Is.False);
}
