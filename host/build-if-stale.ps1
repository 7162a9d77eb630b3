# What the launcher `coz` does before it starts the program, for coz.cmd. Prints on standard error only.
param([string] $Program)
$root = Split-Path $PSScriptRoot
$stampFile = Join-Path $root 'artifacts\.stamp'

# Only our own folders of plugins\: a plugin dropped in beside them needs no build.
function Get-Stamp {
    $sources = @('contracts', 'host', 'plugins\Coz.Plugins.*', 'plugins\Directory.Build.props', 'Directory.*', 'global.json', 'COZ.Run.slnf')
    $files = $sources | ForEach-Object { Get-ChildItem (Join-Path $root $_) -Recurse -File } | Where-Object FullName -NotMatch '\\(bin|obj)\\'
    $newest = ($files | Measure-Object { $_.LastWriteTimeUtc.Ticks } -Maximum).Maximum
    $size = ($files | Measure-Object Length -Sum).Sum
    "$(@($files).Count) $newest $size"
}

function Test-Fresh([string] $stamp) {
    (Test-Path $Program) -and (Test-Path $stampFile) -and ((Get-Content $stampFile -Raw).Trim() -eq $stamp)
}

if (Test-Fresh (Get-Stamp)) { exit 0 }
$lock = New-Object Threading.Mutex($false, 'coz-build-' + ($root -replace '[\\:]', '-'))
try { [void] $lock.WaitOne() } catch [Threading.AbandonedMutexException] { }
try {
    $stamp = Get-Stamp
    if (Test-Fresh $stamp) { exit 0 }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    foreach ($step in @(@('restore', 'the packages could not be restored'), @('build', 'the build failed'))) {
        $extra = if ($step[0] -eq 'build') { @('--no-restore', '-c', 'Release') } else { @() }
        & dotnet $step[0] (Join-Path $root 'COZ.Run.slnf') @extra -v q -nologo -tl:off '-clp:ErrorsOnly' | ForEach-Object { [Console]::Error.WriteLine($_) }
        if ($LASTEXITCODE -ne 0) {
            [Console]::Error.WriteLine("coz: $($step[1]) (its errors stand above); COZ_NO_BUILD=1 runs the last good one")
            exit 1
        }
        [Console]::Error.WriteLine("coz: $($step[0]) done after $([int] $clock.Elapsed.TotalSeconds) s")
    }
    New-Item -ItemType Directory -Force (Split-Path $stampFile) | Out-Null
    Set-Content "$stampFile.new" $stamp
    Move-Item -Force "$stampFile.new" $stampFile
}
finally {
    $lock.ReleaseMutex()
}
