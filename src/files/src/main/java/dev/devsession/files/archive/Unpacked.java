package dev.devsession.files.archive;

import java.util.List;

/**
 * What an archive gave.
 *
 * @param bytes of all files together
 * @param refused entries that are not there now, each with the reason, in a line
 */
public record Unpacked(long files, long bytes, List<String> refused) {}
