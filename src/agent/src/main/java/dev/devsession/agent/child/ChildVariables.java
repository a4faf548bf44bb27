package dev.devsession.agent.child;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The environment of a child as the C library takes it. */
final class ChildVariables {
  private ChildVariables() {}

  /**
   * That of this process, byte for byte where the C library shows it, with others besides it and instead of those of
   * the same name.
   */
  static MemorySegment array(SegmentAllocator memory, Map<String, String> others) {
    var entries = new ArrayList<MemorySegment>();
    var replaced = new HashSet<>(others.keySet());
    for (var entry : own(memory)) {
      var text = entry.getString(0);
      if (!replaced.contains(text.substring(0, Math.max(text.indexOf('='), 0)))) {
        entries.add(entry);
      }
    }
    others.forEach((name, value) -> entries.add(memory.allocateFrom(name + "=" + value)));
    var array = memory.allocate(ADDRESS, entries.size() + 1L);
    for (int i = 0; i < entries.size(); i++) {
      array.setAtIndex(ADDRESS, i, entries.get(i));
    }
    array.setAtIndex(ADDRESS, entries.size(), MemorySegment.NULL);
    return array;
  }

  @SuppressWarnings("restricted") // the launcher allows it
  private static List<MemorySegment> own(SegmentAllocator memory) {
    var environ = NativeCalls.find("environ");
    if (environ.isEmpty()) {
      return System.getenv().entrySet().stream().map(e -> memory.allocateFrom(e.getKey() + "=" + e.getValue()))
          .toList();
    }
    var entries = new ArrayList<MemorySegment>();
    var array = environ.get().reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0).reinterpret(Long.MAX_VALUE);
    for (int i = 0; !array.getAtIndex(ADDRESS, i).equals(MemorySegment.NULL); i++) {
      entries.add(array.getAtIndex(ADDRESS, i).reinterpret(Long.MAX_VALUE));
    }
    return entries;
  }
}
