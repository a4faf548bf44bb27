package dev.devsession.environment.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.console.AgentException;
import dev.devsession.environment.EnvFile;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Each value comes back as it was, or is refused by its name; read by the programs that the formats are for. */
class RoundTripTest {
  private static final List<String> VALUES = List.of("", "plain", " blanks ", "two\nlines\n", "\n", "a\r\nb", "\t",
      "$HOME", "$$", "${HOME}", "$(id)", "`id`", "'", "''", "\"", "it's \"so\"", "\\", "\\\\", "C:\\new", "\\n", "a\\",
      "# no comment", "a # b", "a=b", "=", "!x", "*", "~", "%PATH%", "é — 日本 😀", "\u0085\u2028", "\u0001\u001b[31m",
      "{\"a\": [1, \"it's\"]}", "-----BEGIN KEY-----\nMIIB+/=\n-----END KEY-----\n", "$PROJECT_DIR$", "’quoted‘",
      "x'; touch /tmp/no; '", "- a: b\n- c", "null", "true", "0x10", "\uFEFFx", "&amp;<x>");
  private static final String LETTERS = "ab 01'\"\\$`{}()\n\r\t#=;&|<>!*?~%é😀’";

  @TempDir
  private Path folder;

  @Test
  void sh() throws Exception {
    assertSurvive(EnvironmentFormat.posix, text -> environment("sh", "-c", ". \"$0\"; exec env -0", file(text)));
  }

  @Test
  void bash() throws Exception {
    assertSurvive(EnvironmentFormat.posix,
        text -> environment("bash", "-c", "eval \"$(cat \"$0\")\"; exec env -0", file(text)));
  }

  @Test
  void fish() throws Exception {
    Programs.assumeInstalled("fish");
    assertSurvive(EnvironmentFormat.fish,
        text -> environment("fish", "--no-config", "-c", "source $argv[1]; env -0", file(text)));
  }

  @Test
  void node() throws Exception {
    Programs.assumeInstalled("node");
    if (Programs.run(Map.of(), "node", "-p", "typeof util.parseEnv").contains("undefined")) {
      System.err.println("node is older than 20.12 and has no reader of .env files: nothing to compare with");
      return;
    }
    assertSurvive(EnvironmentFormat.dotenv, text -> nulls(Programs.run(Map.of(), "node", "-e",
        "const v = util.parseEnv(fs.readFileSync(process.argv[1], 'utf8'));"
            + "process.stdout.write(Object.entries(v).map(([n, t]) => n + '=' + t + '\\0').join(''))",
        file(text))));
  }

  @Test
  void ownReaderOfEnvFiles() throws Exception {
    assertSurvive(EnvironmentFormat.dotenv, text -> EnvFile.parse("x", text));
  }

  @Test
  void python() throws Exception {
    Programs.assumeInstalled("python3");
    assertSurvive(EnvironmentFormat.json, text -> python("json.load(open(sys.argv[1], encoding='utf-8'))", text));
    assertSurvive(EnvironmentFormat.vscode,
        text -> python("json.load(open(sys.argv[1], encoding='utf-8'))['env']", text));
    assertSurvive(EnvironmentFormat.idea, text -> python("{e.get('name'): e.get('value') "
        + "for e in xml.etree.ElementTree.parse(sys.argv[1]).getroot()}", text));
  }

  @Test
  void xml() throws Exception {
    assertSurvive(EnvironmentFormat.idea, text -> {
      var envs = DocumentBuilderFactory.newInstance().newDocumentBuilder()
          .parse(new ByteArrayInputStream(text.getBytes(UTF_8))).getElementsByTagName("env");
      return IntStream.range(0, envs.getLength()).mapToObj(i -> (Element) envs.item(i))
          .collect(Collectors.toMap(e -> e.getAttribute("name"), e -> e.getAttribute("value")));
    });
  }

  /** YAML by the client's reader; then a dollar sign is one of two, by the rule of compose files. */
  @Test
  void compose() throws Exception {
    assertSurvive(EnvironmentFormat.compose, text -> {
      var read = new TreeMap<String, String>();
      ((Map<?, ?>) Serialization.unmarshal(text, Map.class).get("environment")).forEach((name, value) -> {
        assertThat(value.toString().replace("$$", "")).doesNotContain("$");
        read.put(name.toString(), value.toString().replace("$$", "$"));
      });
      return read;
    });
  }

  /** By Docker's rule: the line's text behind its first equals sign. */
  @Test
  void docker() throws Exception {
    assertSurvive(EnvironmentFormat.docker, text -> Arrays.stream(text.split("\n")).map(line -> line.split("=", 2))
        .collect(Collectors.toMap(part -> part[0], part -> part[1])));
  }

  /** By PowerShell's rule: a string in single quotes ends at a quote of any kind that isn't doubled. */
  @Test
  void powershell() throws Exception {
    var assignment = Pattern.compile("\\G\\$\\{env:([^}]+)} = '((?:[^'‘’‚‛]|['‘’‚‛]{2})*+)'\n");
    assertSurvive(EnvironmentFormat.powershell, text -> {
      var read = new TreeMap<String, String>();
      var found = assignment.matcher(text);
      int end = 0;
      while (found.find()) {
        read.put(found.group(1), found.group(2).replaceAll("(['‘’‚‛])['‘’‚‛]", "$1"));
        end = found.end();
      }
      assertThat(end).isEqualTo(text.length());
      return read;
    });
  }

  private interface Reader {
    Map<String, String> read(String text) throws Exception;
  }

  private static void assertSurvive(EnvironmentFormat format, Reader reader) throws Exception {
    var kept = new TreeMap<String, String>();
    values().forEach((name, value) -> {
      if (fits(format, name, value)) {
        kept.put(name, value);
      }
    });
    assertThat(kept).as("what %s takes", format).hasSizeGreaterThan(values().size() / 4);
    assertThat(reader.read(format.render(kept))).isEqualTo(kept);
  }

  private static boolean fits(EnvironmentFormat format, String name, String value) {
    try {
      format.render(Map.of(name, value));
      return true;
    } catch (AgentException e) {
      assertThat(e).hasMessageContaining(name).hasMessageContaining("--except " + name);
      return false;
    }
  }

  /** Those above, and others of the letters that formats give a meaning; the same ones each time. */
  private static Map<String, String> values() {
    var values = new LinkedHashMap<String, String>();
    VALUES.forEach(v -> values.put("V" + values.size(), v));
    var random = new Random(17);
    var letters = LETTERS.codePoints().toArray();
    while (values.size() < 400) {
      values.put("V" + values.size(), IntStream.range(0, random.nextInt(9))
          .mapToObj(i -> Character.toString(letters[random.nextInt(letters.length)])).collect(Collectors.joining()));
    }
    return values;
  }

  private Map<String, String> environment(String... command) throws Exception {
    var read = nulls(Programs.run(Map.of("PATH", System.getenv("PATH")), command));
    read.keySet().removeIf(name -> !name.matches("V\\d+"));
    return read;
  }

  private Map<String, String> python(String expression, String text) throws Exception {
    return nulls(Programs.run(Map.of("PATH", System.getenv("PATH"), "PYTHONIOENCODING", "utf-8"), "python3", "-c",
        "import json, sys, xml.etree.ElementTree\n"
            + "sys.stdout.write(''.join(n + '=' + v + '\\0' for n, v in (" + expression + ").items()))",
        file(text)));
  }

  private static Map<String, String> nulls(String output) {
    return Arrays.stream(output.split("\0")).filter(v -> !v.isEmpty()).map(v -> v.split("=", 2))
        .collect(Collectors.toMap(v -> v[0], v -> v[1], (a, b) -> b, TreeMap::new));
  }

  private String file(String text) throws Exception {
    return Files.writeString(folder.resolve("variables"), text).toString();
  }
}
