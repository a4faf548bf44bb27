package dev.devsession.dist;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;

/**
 * Class files from before Java 6. They have no stack maps, so the JVM keeps them out of an AOT cache and verifies them
 * at each start: a third of the time of a short command, with picocli's.
 */
final class OldClass {

  private static final int JAVA_6 = 50;

  private OldClass() {}

  /**
   * The same class with stack maps; one that is new enough as it is.
   *
   * @param jar finds the classes that it refers to
   */
  static byte[] upgrade(byte[] bytes, ClassLoader jar) {
    var file = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(jar)
            .orElse(ClassHierarchyResolver.defaultResolver())));
    var model = file.parse(bytes);
    if (model.majorVersion() >= JAVA_6) {
      return bytes;
    }
    ClassTransform version = (builder, element) -> builder
        .with(element instanceof ClassFileVersion ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0) : element);
    return file.transformClass(model,
        version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }
}
