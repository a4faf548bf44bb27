package dev.devsession.environment;

/** What came of reading an object. */
public sealed interface ObjectLookup<T> {
  /** It is there. */
  record Found<T>(T object) implements ObjectLookup<T> {}

  /** There is none of that name. */
  record Absent<T>() implements ObjectLookup<T> {}

  /** @param why what this user may not, and who can change that, as a half sentence */
  record Refused<T>(String why) implements ObjectLookup<T> {}
}
