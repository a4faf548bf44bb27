@echo off
rem Starts the agent on the Java runtime beside it.
setlocal
set "home=%~dp0.."
"%home%\runtime\bin\java.exe" "@%home%\agent\jvm.options" %DEVSESSION_JAVA_OPTS% -jar "%home%\agent\devsession.jar" %*
exit /b %ERRORLEVEL%
