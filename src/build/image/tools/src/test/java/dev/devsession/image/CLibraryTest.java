package dev.devsession.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CLibraryTest {

  @Test
  void loaderAndLibrariesOutsideTheRuntimeAreCopied() {
    var libraries = CLibrary.outside(Path.of("/build/jre"), """
        /build/jre/bin/java:
        \tlinux-vdso.so.1 (0x00007ffd1)
        \tlibjli.so => /build/jre/bin/../lib/libjli.so (0x00007f1)
        \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f2)
        \t/lib64/ld-linux-x86-64.so.2 (0x00007f3)
        /build/jre/lib/libnet.so:
        \tlibjvm.so => not found
        \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f2)
        """);

    assertThat(libraries).containsExactly("/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2");
  }
}
