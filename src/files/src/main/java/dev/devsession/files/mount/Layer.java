package dev.devsession.files.mount;

import java.nio.file.Path;
import java.util.Map;

/**
 * A folder of this machine that lacks some names: it gets a copy of itself, of names only, that has them.
 *
 * @param folder that exists
 * @param added what is to be found at which path below it
 */
record Layer(Path folder, Map<Path, Path> added) {}
