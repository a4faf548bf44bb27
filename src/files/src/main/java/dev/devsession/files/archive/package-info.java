/** Archives that come from a container, which is not trusted: unpacked into one folder, and not a byte outside it. */
package dev.devsession.files.archive;
