package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of reading something of the API. */
public sealed interface Reading {
  /** @param json the object; of a token the TokenRequest, of several objects their list */
  record Found(JsonNode json) implements Reading {}

  /** There is no such object. */
  record Absent() implements Reading {}

  /** @param why as its reader is told, with what would grant it */
  record Refused(String why) implements Reading {}
}
