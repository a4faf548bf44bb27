package dev.devsession.files.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks a tar archive into an empty folder. Symbolic links are made last, so that no entry can be written through
 * one; a hard link becomes a copy of a file that was unpacked before. All else but files and folders is refused.
 */
public final class TarUnpacker {
  private final Path folder;
  private final UnpackLimits limits;
  private final Set<Path> files = new HashSet<>();
  private final Map<Path, String> links = new LinkedHashMap<>();
  private final List<String> refused = new ArrayList<>();
  private long bytes;
  private long entries;

  /** @param folder that holds nothing, and which nobody else writes to */
  public TarUnpacker(Path folder, UnpackLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * Unpacks it, and reads what comes behind its end; closing the stream is for the caller.
   *
   * @throws UnpackException if it is too large, or no archive; what was unpacked until then is still there
   */
  public Unpacked unpack(InputStream archive) throws IOException {
    var metered = new MeteredInput(archive);
    try (var tar = new TarArchiveInputStream(metered, StandardCharsets.UTF_8.name())) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        // Also of those that are refused: their content has to be read past.
        reserve(entry.getSize());
        metered.allow(entry.getSize());
        unpack(entry, tar);
      }
    } catch (UnpackException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new UnpackException("what came is no tar archive", e);
    }
    metered.drain();
    makeLinks();
    return new Unpacked(files.size(), bytes, List.copyOf(refused));
  }

  private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
    if (++entries > limits.entries()) {
      throw new UnpackException("there are more than " + limits.entries() + " files, folders and links");
    }
    var fault = EntryName.fault(entry.getName()).or(() -> kindFault(entry));
    if (fault.isPresent()) {
      refuse(entry.getName(), fault.get());
      return;
    }
    var place = folder.resolve(entry.getName()).normalize();
    if (place.equals(folder)) {
      return;
    }
    if (entry.isDirectory()) {
      makeFolders(place, entry.getName());
    } else if (entry.isSymbolicLink()) {
      addLink(place, entry);
    } else if (makeFolders(place.getParent(), entry.getName()) && isFree(place, entry.getName())) {
      if (entry.isLink()) {
        copyLinked(place, entry);
      } else {
        write(place, entry, content);
      }
    }
  }

  private static Optional<String> kindFault(TarArchiveEntry entry) {
    if (entry.isCharacterDevice() || entry.isBlockDevice()) {
      return Optional.of("it is a device");
    }
    if (entry.isFIFO()) {
      return Optional.of("it is a pipe");
    }
    if (entry.isSparse()) {
      return Optional.of("it is a sparse file");
    }
    return entry.isFile() || entry.isDirectory() || entry.isSymbolicLink() || entry.isLink()
        ? Optional.empty()
        : Optional.of("it is neither a file, nor a folder, nor a link");
  }

  private boolean makeFolders(Path wanted, String entry) throws IOException {
    var at = folder;
    for (var name : folder.relativize(wanted)) {
      at = name.toString().isEmpty() ? at : at.resolve(name);
      if (links.containsKey(at) || Files.exists(at, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        refuse(entry, "it is inside what is no folder");
        return false;
      }
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(at);
      }
    }
    return true;
  }

  private boolean isFree(Path place, String entry) {
    if (links.containsKey(place) || Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      refuse(entry, "there is one of this name already");
      return false;
    }
    return true;
  }

  private void write(Path place, TarArchiveEntry entry, InputStream content) throws IOException {
    Files.copy(content, place);
    if (Files.size(place) != entry.getSize()) {
      throw new UnpackException("the archive ends in the middle of " + EntryName.shown(entry.getName()));
    }
    files.add(place);
    if ((entry.getMode() & 0100) != 0) {
      place.toFile().setExecutable(true);
    }
  }

  private void copyLinked(Path place, TarArchiveEntry entry) throws IOException {
    var target = entry.getLinkName();
    var origin = EntryName.fault(target).isPresent() ? null : folder.resolve(target).normalize();
    if (origin == null || !files.contains(origin)) {
      refuse(entry.getName(), "it links to " + EntryName.shown(target) + ", which is no file of the archive before it");
      return;
    }
    reserve(Files.size(origin));
    Files.copy(origin, place);
    files.add(place);
  }

  private void reserve(long size) throws UnpackException {
    if (size < 0 || size > limits.bytes() - bytes) {
      throw new UnpackException("it is larger than " + limits.bytes() + " bytes");
    }
    bytes += size;
  }

  private void addLink(Path place, TarArchiveEntry entry) throws IOException {
    var fault = EntryName.linkFault(entry.getLinkName());
    if (fault.isPresent()) {
      refuse(entry.getName(), fault.get());
    } else if (makeFolders(place.getParent(), entry.getName()) && isFree(place, entry.getName())) {
      links.put(place, entry.getLinkName());
    }
  }

  /** Where a link leads depends on the links that it passes, so all are made before any is judged. */
  private void makeLinks() throws IOException {
    for (var link : links.entrySet()) {
      Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
    }
    var escaping = new ArrayList<Path>();
    for (var link : links.keySet()) {
      if (LinkTarget.leaves(folder, link)) {
        escaping.add(link);
      }
    }
    for (var link : escaping) {
      Files.delete(link);
      refuse(folder.relativize(link).toString(),
          "it links to " + EntryName.shown(links.get(link)) + ", outside the folder");
    }
  }

  private void refuse(String entry, String why) {
    refused.add(EntryName.shown(entry) + ": " + why);
  }
}
