package dev.devsession.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredJarTest {

  private static final int JAVA_5 = 49;

  @TempDir
  private Path directory;

  @Test
  void entriesAreStored() throws Exception {
    var copy = copy("text", "hello hello hello".getBytes());

    try (var zip = new ZipFile(copy.toFile())) {
      assertThat(zip.getEntry("text").getMethod()).isEqualTo(ZipEntry.STORED);
      assertThat(zip.getInputStream(zip.getEntry("text")).readAllBytes()).asString().isEqualTo("hello hello hello");
    }
  }

  @Test
  void classWithoutStackMapsGetsThem() throws Exception {
    var copy = copy("Old.class", maximum(JAVA_5));

    try (var zip = new ZipFile(copy.toFile())) {
      var bytes = zip.getInputStream(zip.getEntry("Old.class")).readAllBytes();
      assertThat(ClassFile.of().parse(bytes).majorVersion()).isEqualTo(ClassFile.JAVA_8_VERSION);
      assertThat(ClassFile.of().verify(bytes)).isEmpty();
    }
    try (var loader = new URLClassLoader(new URL[]{copy.toUri().toURL()}, null)) {
      var method = loader.loadClass("Old").getMethod("maximum", int.class, int.class);
      assertThat(method.invoke(null, 3, 4)).isEqualTo(4);
    }
  }

  @Test
  void newerClassStaysAsItIs() throws Exception {
    var bytes = maximum(ClassFile.JAVA_17_VERSION);
    var copy = copy("Old.class", bytes);

    try (var zip = new ZipFile(copy.toFile())) {
      assertThat(zip.getInputStream(zip.getEntry("Old.class")).readAllBytes()).isEqualTo(bytes);
    }
  }

  private Path copy(String name, byte[] content) throws Exception {
    var jar = directory.resolve("from.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(name));
      out.write(content);
    }
    var copy = directory.resolve("lib/to.jar");
    StoredJar.copy(jar, copy);
    return copy;
  }

  /** A class with a branch, for which newer class files need a stack map. */
  private static byte[] maximum(int version) {
    return ClassFile.of().build(ClassDesc.of("Old"), type -> type.withVersion(version, 0)
        .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER)
        .withMethodBody("maximum", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int),
            ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> {
              var second = code.newLabel();
              code.iload(0).iload(1).if_icmplt(second).iload(0).ireturn().labelBinding(second).iload(1).ireturn();
            }));
  }
}
