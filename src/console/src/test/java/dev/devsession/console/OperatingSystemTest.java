package dev.devsession.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatingSystemTest {
  @Test
  void namesAreJavas() {
    assertThat(OperatingSystem.of("Linux")).isEqualTo(OperatingSystem.LINUX);
    assertThat(OperatingSystem.of("Mac OS X")).isEqualTo(OperatingSystem.MACOS);
    assertThat(OperatingSystem.of("Windows 11")).isEqualTo(OperatingSystem.WINDOWS);
    assertThat(OperatingSystem.of("FreeBSD")).isEqualTo(OperatingSystem.LINUX);
  }

  @Test
  void hostsFileOfWindowsIsWhereWindowsIs() {
    assertThat(OperatingSystem.WINDOWS.hostsFile(Map.of("SystemRoot", "D:\\Win")))
        .isEqualTo("D:\\Win\\System32\\drivers\\etc\\hosts");
    assertThat(OperatingSystem.WINDOWS.hostsFile(Map.of())).isEqualTo("C:\\Windows\\System32\\drivers\\etc\\hosts");
    assertThat(OperatingSystem.MACOS.hostsFile(Map.of("SystemRoot", "D:\\Win"))).isEqualTo("/etc/hosts");
  }
}
