package dev.devsession.match;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Why rules can't be used, as texts for the person who wrote them. */
public final class RuleProblems {
  private static final Pattern SERVER_NAME = Pattern.compile("(?:\\*\\.)?[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");

  private RuleProblems() {}

  /** @return one text for each problem, as {@code "rule 2: header x-user: the expression … is not in RE2 syntax: …"} */
  public static List<String> of(List<RequestRule> rules) {
    var problems = new ArrayList<String>();
    for (int i = 0; i < rules.size(); i++) {
      var texts = new ArrayList<String>();
      if (rules.get(i).tests().isEmpty()) {
        texts.add("is empty and would match every request; give it a part, such as a header");
      }
      rules.get(i).tests().forEach(test -> collect(test, texts));
      if (rules.get(i).tests().size() > 1 && rules.get(i).tests().stream().anyMatch(RuleProblems::isServerName)) {
        texts.add("sni: must be the only part of its rule, as nothing of a request can be seen in TLS");
      }
      var rule = "rule " + (i + 1) + ": ";
      texts.forEach(text -> problems.add(rule + text));
    }
    return List.copyOf(problems);
  }

  private static void collect(RequestTest test, List<String> texts) {
    switch (test) {
      case RequestTest.Baggage(var key, var value) -> named("baggage", key, value, texts);
      case RequestTest.Header(var name, var value) -> named("header", name, value, texts);
      case RequestTest.Cookie(var name, var value) -> named("cookie", name, value, texts);
      case RequestTest.Query(var name, var value) -> named("query", name, value, texts);
      case RequestTest.Path(var value) -> value("path", value, texts);
      case RequestTest.Method(var methods) -> {
        if (methods.isEmpty()) {
          texts.add("method: names none");
        }
      }
      case RequestTest.ServerName(var name) -> {
        if (!SERVER_NAME.matcher(name).matches()) {
          texts.add("sni: \"" + name + "\" is no name of a server, such as orders.example.com or *.example.com");
        }
      }
      case RequestTest.Not(var tests) -> {
        if (tests.isEmpty()) {
          texts.add("not: excludes nothing; give it a part, such as a header");
        }
        if (tests.stream().anyMatch(RuleProblems::isServerName)) {
          texts.add("not: can't exclude an sni");
        }
        tests.forEach(t -> collect(t, texts));
      }
    }
  }

  private static boolean isServerName(RequestTest test) {
    return test instanceof RequestTest.ServerName;
  }

  private static void named(String kind, String name, ValueTest value, List<String> texts) {
    if (name.isEmpty()) {
      texts.add(kind + ": has no name");
    }
    value(kind + " " + name, value, texts);
  }

  private static void value(String place, ValueTest value, List<String> texts) {
    if (value instanceof ValueTest.Regex(var expression)) {
      try {
        LinearRegex.compile(expression);
      } catch (IllegalArgumentException e) {
        texts.add(place + ": " + e.getMessage());
      }
    }
  }
}
