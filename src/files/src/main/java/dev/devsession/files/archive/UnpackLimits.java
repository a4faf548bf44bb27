package dev.devsession.files.archive;

/**
 * How much is unpacked at most.
 *
 * @param bytes of all files together
 * @param entries files, folders and links together
 */
public record UnpackLimits(long bytes, long entries) {}
