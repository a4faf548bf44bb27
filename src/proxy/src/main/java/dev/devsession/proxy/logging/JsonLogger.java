package dev.devsession.proxy.logging;

import java.util.List;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** Writes what is at least of level INFO, and of Netty at least of level WARN. */
final class JsonLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1L;

  private final boolean library;

  JsonLogger(String name) {
    this.name = name;
    library = name.startsWith("io.netty.");
  }

  @Override
  public void log(LoggingEvent event) {
    var pairs = event.getKeyValuePairs();
    write(event.getLevel(), pairs == null ? List.of() : pairs, event.getMessage(), event.getArgumentArray(),
        event.getThrowable());
  }

  @Override
  protected void handleNormalizedLoggingCall(Level level, Marker marker, String message, Object[] arguments,
      Throwable throwable) {
    write(level, List.of(), message, arguments, throwable);
  }

  private void write(Level level, List<KeyValuePair> pairs, String message, Object[] arguments, Throwable throwable) {
    var line = new JsonLine(System.currentTimeMillis(), level.name(), Thread.currentThread().getName(), name);
    line.keyValues(pairs);
    line.message(MessageFormatter.basicArrayFormat(message, arguments));
    if (throwable != null) {
      line.throwable(throwable);
    }
    synchronized (System.out) {
      System.out.writeBytes(line.end());
      System.out.flush();
    }
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null; // no caller is looked for
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return !library; // Netty tells of single frames of HTTP/2, at any client's will
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
