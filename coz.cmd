@echo off
rem Runs coz from any folder; builds host and plugins first when their sources have changed since the last build.
rem COZ_NO_BUILD=1 runs what is there without looking.
setlocal
set "program=%~dp0host\Coz.Console\bin\Release\net10.0\coz.dll"

where dotnet >nul 2>nul
if errorlevel 1 (
    echo coz: dotnet is not on the PATH: install the .NET 10 SDK from https://dotnet.microsoft.com/download 1>&2
    exit /b 1
)
if not "%COZ_NO_BUILD%"=="1" (
    powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0host\build-if-stale.ps1" "%program%"
    if errorlevel 1 exit /b 1
)
if not exist "%program%" (
    echo coz: nothing is built yet: run coz once without COZ_NO_BUILD 1>&2
    exit /b 1
)
dotnet "%program%" %*
exit /b %errorlevel%
