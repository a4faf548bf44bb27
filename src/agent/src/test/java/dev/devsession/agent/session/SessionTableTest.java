package dev.devsession.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SessionTableTest {
  private static final String JSON = """
      {"kind": "Table",
       "columnDefinitions": [{"name": "Name", "priority": 0}, {"name": "Ready", "priority": 0},
                             {"name": "Message", "priority": 1}],
       "rows": [
         {"cells": ["ada", "True", "all is well"], "object": {"metadata": {"name": "ada", "namespace": "shop"}}},
         {"cells": ["barbara", null, ""], "object": {"metadata": {"name": "barbara", "namespace": "lab"}}}]}""";

  private static SessionTable table(String json) throws Exception {
    return SessionTable.of(new ObjectMapper().readTree(json));
  }

  @Test
  void columnsAreAlignedAndWideOnesLeftOut() throws Exception {
    assertThat(table(JSON).text(false, false)).isEqualTo("""
        NAME      READY
        ada       True
        barbara
        """);
  }

  @Test
  void namespacesAndWideColumnsArePrintedOnRequest() throws Exception {
    assertThat(table(JSON).text(true, true)).isEqualTo("""
        NAMESPACE   NAME      READY   MESSAGE
        shop        ada       True    all is well
        lab         barbara
        """);
  }

  @Test
  void tableWithoutRowsPrintsNothing() throws Exception {
    assertThat(table("{\"columnDefinitions\": [{\"name\": \"Name\"}], \"rows\": []}").text(true, true)).isEmpty();
  }
}
