package dev.devsession.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageGraphTest {
  @TempDir
  Path sources;

  @Test
  void importedConstantIsADependency() throws IOException {
    write("a", "A", "import a.b.B;\nclass A { static final int PORT = B.PORT; }");
    write("a.b", "B", "public class B { public static final int PORT = 1; Object o = a.c.C.of(\"a.d.D\"); }");
    write("a.c", "C", "/** Knows nothing of {@link a.A}. */\npublic class C { }");

    assertThat(graph().uses().toString()).isEqualTo("{a=[a.b], a.b=[a.c], a.c=[]}");
    assertThat(graph().cycles()).isEmpty();
  }

  @Test
  void cycleIsReportedOnceWithItsPath() throws IOException {
    write("a", "A", "import a.b.B;\nclass A { }");
    write("a.b", "B", "import static a.c.C.X;\npublic class B { }");
    write("a.c", "C", "import a.*;\npublic class C { }");
    write("a.d", "D", "import a.b.B;\nclass D { }");

    assertThat(graph().cycles()).containsExactly("a -> a.b -> a.c -> a");
  }

  private PackageGraph graph() throws IOException {
    try (var files = Files.walk(sources)) {
      return PackageGraph.of(files.filter(Files::isRegularFile).toList());
    }
  }

  private void write(String name, String type, String code) throws IOException {
    var folder = Files.createDirectories(sources.resolve(name.replace('.', '/')));
    Files.writeString(folder.resolve(type + ".java"), "package " + name + ";\n\n" + code + "\n");
  }
}
