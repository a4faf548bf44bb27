package dev.devsession.proxy.http2;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

/** Answers of the proxy itself, when no server can give one. gRPC clients expect them as a status of gRPC. */
final class OwnAnswer {

  private static final AsciiString GRPC = AsciiString.cached("application/grpc");
  private static final AsciiString GRPC_STATUS = AsciiString.cached("grpc-status");
  private static final AsciiString GRPC_MESSAGE = AsciiString.cached("grpc-message");
  private static final AsciiString UNAVAILABLE = AsciiString.cached("14");
  private static final AsciiString OK = AsciiString.cached("200");
  private static final AsciiString TEXT = AsciiString.cached("text/plain; charset=utf-8");

  private OwnAnswer() {}

  static boolean isGrpc(Http2Headers request) {
    var type = request.get(HttpHeaderNames.CONTENT_TYPE);
    return type != null && AsciiString.regionMatches(type, true, 0, GRPC, 0, GRPC.length());
  }

  /**
   * @param head whether the request's method is HEAD
   * @param why printable ASCII without a percent sign
   */
  static void send(Leg client, boolean grpc, boolean head, int status, String why) {
    var headers = new DefaultHttp2Headers(false);
    if (grpc) {
      headers.status(OK).set(HttpHeaderNames.CONTENT_TYPE, GRPC).set(GRPC_STATUS, UNAVAILABLE).set(GRPC_MESSAGE, why);
      client.sendHeaders(headers, true);
      return;
    }
    headers.status(Integer.toString(status)).set(HttpHeaderNames.CONTENT_TYPE, TEXT);
    client.sendHeaders(headers, head);
    if (!head) {
      client.sendData(ByteBufUtil.writeUtf8(UnpooledByteBufAllocator.DEFAULT, why + '\n'), true);
    }
  }
}
