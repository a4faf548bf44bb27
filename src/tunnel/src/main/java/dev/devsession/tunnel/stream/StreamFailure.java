package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.ConnectRefusedException;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.net.ConnectException;

/** What the code of a reset says about a stream that was to be connected. Its codes are those of docs/wire.md. */
final class StreamFailure {

  private StreamFailure() {}

  static Exception of(long code) {
    if (code == Http2Error.REFUSED_STREAM.code()) {
      return new ConnectRefusedException("the other end doesn't connect there");
    }
    return code == Http2Error.CONNECT_ERROR.code()
        ? new ConnectException("Connection refused at the other end")
        : new IOException("the stream was reset");
  }
}
