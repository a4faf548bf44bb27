package dev.devsession.environment;

import java.util.List;
import java.util.stream.Stream;

/**
 * The variables that describe the machine or the runtime that a program runs on. A container's are wrong here: its
 * paths, its tools, its agents.
 */
final class MachineVariables {
  private static final List<NamePattern> ALL = Stream.of(
      // the system and its shell
      "PATH", "HOME", "HOSTNAME", "PWD", "OLDPWD", "USER", "LOGNAME", "SHELL", "SHLVL", "TERM", "TMPDIR", "TMP", "TEMP",
      "_", "LD_*", "DYLD_*", "XDG_*",
      // runtimes
      "JAVA_HOME", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "CATALINA_HOME",
      "CATALINA_BASE", "MAVEN_*", "GRADLE_*", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "GOPATH", "GOROOT",
      "GOMODCACHE", "GOCACHE", "NODE_OPTIONS", "NODE_PATH", "NVM_*", "GEM_*", "BUNDLE_*", "RUBYOPT", "RUBYLIB",
      "PERL5LIB", "CARGO_HOME", "RUSTUP_HOME", "DOTNET_*", "COREHOST_*", "CORECLR_*",
      // what devsession itself sets
      "DEVSESSION_*").map(NamePattern::of).toList();

  private MachineVariables() {}

  static boolean contain(String name) {
    return ALL.stream().anyMatch(p -> p.matches(name));
  }
}
