package dev.devsession.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTextTest {

  static Stream<Arguments> failures() {
    return Stream.of(Arguments.of(new IOException("No space left on device"), "no space left on device"),
        Arguments.of(new CompletionException(new IOException(new ConnectException("Connection refused"))),
            "connection refused"),
        Arguments.of(caused(new ConnectException(), new ClosedChannelException()), "connection refused"),
        Arguments.of(caused(new ConnectException(), new UnresolvedAddressException()),
            "no address is known for its name"),
        Arguments.of(new UnknownHostException("kube.test: Name or service not known"),
            "no address is known for kube.test"),
        Arguments.of(new HttpConnectTimeoutException("HTTP connect timed out"), "no answer in time"),
        Arguments.of(new EOFException(), "the connection was closed"),
        Arguments.of(new UncheckedIOException(new NoSuchFileException("/a/b")), "/a/b: there is no such file"),
        Arguments.of(new AccessDeniedException("/a"), "/a: permission denied"),
        Arguments.of(new FileSystemException("/a", null, "Read-only file system"), "/a: read-only file system"),
        Arguments.of(new IllegalStateException("java.io.IOException: it broke"), "it broke"),
        Arguments.of(new IllegalStateException("value of type `java.util.ArrayList` expected"),
            "value of type `` expected"),
        Arguments.of(caused(new IOException("outer"), new AgentException(ExitCode.FAILURE, "told")), "told"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsToldInWords(Throwable failure, String text) {
    assertThat(FailureText.of(failure)).isEqualTo(text);
  }

  @Test
  void anErrorOfTheProgramItselfIsToldAsOneWithoutTheNameOfAClass() {
    var failure = new NullPointerException("Cannot invoke \"java.util.List.stream()\" because \"x\" is null");
    assertThat(FailureText.of(failure)).startsWith("an error in devsession itself").doesNotContain("java.util", "null");
    assertThat(FailureText.of(new IOException())).startsWith("an error in devsession itself");
    assertThat(FailureText.isInternal(new CompletionException(failure))).isTrue();
    assertThat(FailureText.isInternal(new IOException("x"))).isFalse();
  }

  @Test
  void theReasonAloneIsForMessagesThatNameTheFile() {
    assertThat(FailureText.reason(new UncheckedIOException(new NoSuchFileException("/a/b"))))
        .isEqualTo("there is no such file");
    assertThat(FailureText.reason(new FileSystemException("/a"))).isEqualTo("the system refused it");
  }

  private static Throwable caused(Throwable failure, Throwable by) {
    failure.initCause(by);
    return failure;
  }
}
