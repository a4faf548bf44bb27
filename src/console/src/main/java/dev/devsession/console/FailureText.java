package dev.devsession.console;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What a failure means, in words for people: no names of Java classes. */
public final class FailureText {

  private static final Pattern CLASS_NAME = Pattern
      .compile(
          "\\b(?:[a-z][a-z0-9_]*\\.){2,}(?:[A-Z]\\w*[.$])*[A-Z]\\w*(?:: ?)?|\\b[A-Z]\\w+(?:Exception|Error)\\b:? ?");
  private static final String INTERNAL = "an error in devsession itself; please report it, with what this prints:"
      + "  DEVSESSION_JAVA_OPTS=-Ddevsession.debug=true devsession …";

  private static final List<Class<? extends Throwable>> INTERNAL_KINDS = List.of(NullPointerException.class,
      ClassCastException.class, IndexOutOfBoundsException.class, ArithmeticException.class, ArrayStoreException.class,
      NoSuchElementException.class, UnsupportedOperationException.class, ConcurrentModificationException.class,
      LinkageError.class, AssertionError.class);

  private FailureText() {}

  /** The cause that people can do something about; of a file, with its path. */
  public static String of(Throwable failure) {
    if (find(failure, AgentException.class) instanceof AgentException told) {
      return told.getMessage();
    }
    if (find(failure, FileSystemException.class) instanceof FileSystemException file) {
      return file.getFile() == null ? reason(file) : file.getFile() + ": " + reason(file);
    }
    return network(failure).orElseGet(() -> isInternal(failure) ? INTERNAL : ofMessage(speaker(failure)));
  }

  /** Of a failed access to a file that is known already. */
  public static String reason(Throwable failure) {
    if (!(find(failure, FileSystemException.class) instanceof FileSystemException file)) {
      return of(failure);
    }
    return switch (file) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "it exists already";
      default -> Optional.ofNullable(file.getReason()).map(FailureText::inLowerCase).orElse("the system refused it");
    };
  }

  /** Whether it is a fault of this program rather than of its surroundings. */
  public static boolean isInternal(Throwable failure) {
    Throwable root = root(failure);
    return INTERNAL_KINDS.stream().anyMatch(kind -> kind.isInstance(root));
  }

  /** The chain from the failure to its root, without circles. */
  public static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable at = failure; at != null && !chain.contains(at); at = at.getCause()) {
      chain.add(at);
    }
    return chain;
  }

  private static Optional<String> network(Throwable failure) {
    Throwable root = root(failure);
    if (find(failure, CertificateException.class) != null || find(failure, SSLException.class) != null) {
      return Optional.of(ofMessage(root));
    }
    return Optional.ofNullable(switch (root) {
      case UnknownHostException unknown when unknown.getMessage() != null ->
        "no address is known for " + unknown.getMessage().split(":", 2)[0];
      case UnknownHostException _,UnresolvedAddressException _ -> "no address is known for its name";
      case NoRouteToHostException _ -> "no route leads there";
      case HttpTimeoutException _,SocketTimeoutException _,TimeoutException _ -> "no answer in time";
      case ClosedChannelException _ when find(failure, ConnectException.class) != null -> "connection refused";
      case ClosedChannelException _,EOFException _ -> "the connection was closed";
      case ConnectException _ when find(failure, HttpTimeoutException.class) != null -> "no answer in time";
      case ConnectException refused when refused.getMessage() != null -> inLowerCase(refused.getMessage());
      case ConnectException _ -> "connection refused";
      case OutOfMemoryError _ -> "out of memory";
      case CharacterCodingException _ -> "it isn't text in UTF-8";
      default -> null;
    });
  }

  private static String ofMessage(Throwable one) {
    String message = Optional.ofNullable(one.getMessage()).map(text -> CLASS_NAME.matcher(text).replaceAll(""))
        .map(String::strip).orElse("");
    return message.isEmpty() ? INTERNAL : inLowerCase(message);
  }

  /** The outermost that says more than that there is a cause. */
  private static Throwable speaker(Throwable failure) {
    return chain(failure).stream().filter(one -> one.getCause() == null
        || one.getMessage() != null && !one.getMessage().equals(one.getCause().toString())
            && !(one instanceof CompletionException || one instanceof ExecutionException
                || one instanceof UncheckedIOException || one.getClass().getName().startsWith("io.fabric8")))
        .findFirst().orElseThrow();
  }

  /** Of what the system says, such as {@code No space left on device}: it stands after a colon. */
  private static String inLowerCase(String text) {
    return text.matches("[A-Z][a-z' ].*") ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }

  private static Throwable root(Throwable failure) {
    return chain(failure).getLast();
  }

  private static Throwable find(Throwable failure, Class<? extends Throwable> kind) {
    return chain(failure).stream().filter(kind::isInstance).findFirst().orElse(null);
  }
}
