package dev.devsession.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads one rule of the form that {@link MatchSyntax} describes. */
final class MatchSyntaxParser {
  /** A value may hold the word "and" as long as no kind follows it. */
  private static final Pattern JOINT = Pattern.compile(
      " and (?=(?:not )?(?:baggage|header|cookie|query|path|method|sni) )");
  private static final int MAX_HEADERS = 8;

  private final String text;

  MatchSyntaxParser(String text) {
    this.text = text;
  }

  RequestRule rule() {
    var tests = new ArrayList<RequestTest>();
    for (var part : JOINT.split(text.strip(), -1)) {
      var test = test(part.strip());
      long same = tests.stream().filter(t -> t.getClass() == test.getClass()).count();
      if (same >= (test instanceof RequestTest.Header ? MAX_HEADERS : 1)) {
        throw malformed("a rule has at most one of each kind, and " + MAX_HEADERS
            + " headers; give another rule for what else may match");
      }
      tests.add(test);
    }
    return checked(new RequestRule(tests));
  }

  private RequestTest test(String part) {
    var words = part.split(" ", 2);
    var rest = words.length == 2 ? words[1].strip() : "";
    if (words[0].equals("not") && !rest.startsWith("not ")) {
      return new RequestTest.Not(List.of(test(rest)));
    }
    return switch (words[0]) {
      case "baggage" -> baggage(rest);
      case "header" -> new RequestTest.Header(token(name(rest)), value(rest));
      case "cookie" -> new RequestTest.Cookie(token(name(rest)), value(rest));
      case "query" -> new RequestTest.Query(name(rest), value(rest));
      case "path" -> new RequestTest.Path(path(rest));
      case "method" -> new RequestTest.Method(Arrays.stream(rest.split(",", -1)).map(m -> token(m.strip())).toList());
      case "sni" -> new RequestTest.ServerName(rest);
      default -> throw malformed("\"" + part + "\" is none of: baggage KEY=VALUE, header NAME=VALUE, cookie NAME=VALUE,"
          + " query NAME=VALUE, path PATH, method METHOD,…, sni NAME, and not before one of them");
    };
  }

  private RequestTest.Baggage baggage(String rest) {
    if (value(rest) instanceof ValueTest.Exact exact) {
      return new RequestTest.Baggage(token(name(rest)), exact);
    }
    throw malformed("a member of the baggage is given with its whole value: baggage devsession=ada");
  }

  private String name(String rest) {
    var name = rest.substring(0, operator(rest));
    if (name.isEmpty()) {
      throw malformed("a name is missing, as x-user in: header x-user=ada");
    }
    return name;
  }

  private static ValueTest value(String rest) {
    int operator = operator(rest);
    if (operator == rest.length()) {
      return new ValueTest.Present();
    }
    var value = rest.substring(operator + 1);
    return rest.charAt(operator) == '~' ? new ValueTest.Regex(value) : exactOrPrefix(value);
  }

  private ValueTest path(String rest) {
    if (rest.startsWith("~")) {
      return new ValueTest.Regex(rest.substring(1));
    }
    if (!rest.startsWith("/")) {
      throw malformed("a path begins with /, or with ~ before an expression: path /api/*");
    }
    return exactOrPrefix(rest);
  }

  private static ValueTest exactOrPrefix(String value) {
    return value.endsWith("*")
        ? new ValueTest.Prefix(value.substring(0, value.length() - 1))
        : new ValueTest.Exact(value);
  }

  /** Where = or ~ stands behind a name. */
  private static int operator(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if (rest.charAt(i) == '=' || rest.charAt(i) == '~') {
        return i;
      }
    }
    return rest.length();
  }

  /** RFC 9110, section 5.6.2. */
  private String token(String name) {
    if (name.isEmpty() || !name.chars().allMatch(
        c -> c < 0x80 && Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0)) {
      throw malformed("\"" + name + "\" is no name: names and methods are letters, digits and !#$%&'*+-.^_`|~");
    }
    return name;
  }

  private RequestRule checked(RequestRule rule) {
    var problems = RuleProblems.of(List.of(rule));
    if (!problems.isEmpty()) {
      throw malformed(problems.getFirst().replaceFirst("^rule 1: ", ""));
    }
    return rule;
  }

  private IllegalArgumentException malformed(String problem) {
    return new IllegalArgumentException("the rule \"" + text + "\": " + problem);
  }
}
