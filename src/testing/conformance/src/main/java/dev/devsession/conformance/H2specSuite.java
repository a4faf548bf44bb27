package dev.devsession.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** HTTP/2 by h2spec, which plays a client that breaks the rules. */
final class H2specSuite implements ConformanceSuite {
  @Override
  public String name() {
    return "h2spec";
  }

  @Override
  public String source() {
    return "HTTP/2: h2spec 2.2.1, --strict";
  }

  @Override
  public Set<Way> ways() {
    return Set.of(Way.BARE, Way.NEVER, Way.ALWAYS);
  }

  @Override
  public Map<String, String> run(Way way, TestStand stand) throws Exception {
    var report = Files.createTempFile("h2spec", ".xml");
    // Longer than a lost SYN takes to be sent again, in seconds.
    var patience = "2";
    var ended = stand.programs().run("h2spec", "--strict", "-h", stand.at(way).host(), "-p",
        "" + stand.at(way).http(), "-j", report.toString(), "-o", patience);
    if (Files.size(report) == 0) {
      return Map.of("all", ended.output());
    }
    return outcomes(report);
  }

  static Map<String, String> outcomes(Path report) throws Exception {
    var cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile())
        .getElementsByTagName("testcase");
    var outcomes = new TreeMap<String, String>();
    for (int i = 0; i < cases.getLength(); i++) {
      var each = (Element) cases.item(i);
      var name = each.getAttribute("package") + ": " + each.getAttribute("classname");
      boolean failed = each.getElementsByTagName("failure").getLength()
          + each.getElementsByTagName("error").getLength() > 0;
      while (outcomes.containsKey(name)) {
        name += ", again";
      }
      outcomes.put(name, failed ? each.getTextContent().strip().replaceAll("\\s+", " ") : PASSED);
    }
    return outcomes;
  }
}
