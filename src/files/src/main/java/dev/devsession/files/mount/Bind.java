package dev.devsession.files.mount;

import java.nio.file.Path;

/** A file or folder, with all that is mounted in it, at another path too. */
record Bind(Path source, Path target) {}
