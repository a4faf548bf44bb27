package dev.devsession.conformance;

import static dev.devsession.conformance.WebSocketFrame.BINARY;
import static dev.devsession.conformance.WebSocketFrame.CLOSE;
import static dev.devsession.conformance.WebSocketFrame.CONTINUATION;
import static dev.devsession.conformance.WebSocketFrame.FIN;
import static dev.devsession.conformance.WebSocketFrame.PING;
import static dev.devsession.conformance.WebSocketFrame.PONG;
import static dev.devsession.conformance.WebSocketFrame.TEXT;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;

/** The cases, in the order of RFC 6455. */
final class WebSocketCases {
  private static final int[] SIZES = {0, 1, 125, 126, 127, 128, 65535, 65536};
  private static final int[] CLOSE_CODES = {0, 999, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010,
      1011, 1012, 1015, 1016, 1100, 2000, 2999, 3000, 3999, 4000, 4999, 5000, 65535};
  /** UTF-8 in hex: well formed, then not. */
  private static final List<
      String> TEXTS = List.of("", "41", "c3a9", "e282ac", "f09f9880", "cebae1bdb9cf83cebcceb5", "00",
          "7f", "c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbd", "efbfbf", "f0908080", "f48fbfbf", "efb790",
          "f09fbfbf",
          "80", "bf", "8080", "c0", "c1", "c080", "c1bf", "c3", "c328", "e2", "e282", "e28241", "e08080", "e09fbf",
          "eda080",
          "edafbf", "edb080", "edbfbf", "eda080edb080", "f0", "f09f", "f09f98", "f08fbfbf", "f0808080", "f4908080",
          "f5808080",
          "f888808080", "fc8480808080", "fe", "ff", "feff", "cebae1bdb9cf83cebcceb5eda080656469746564",
          "cebae1bdb9cf83cebcceb5f4908080656469746564");

  private WebSocketCases() {}

  static List<WebSocketCase> all(boolean whole) {
    var cases = new ArrayList<WebSocketCase>();
    frames(cases);
    control(cases);
    reserved(cases);
    fragments(cases);
    texts(cases);
    closing(cases);
    large(cases, whole);
    compressed(cases, whole);
    return cases;
  }

  private static void frames(List<WebSocketCase> cases) {
    for (int size : SIZES) {
      var text = WebSocketCase.of("text of " + size, text("*".repeat(size)));
      var binary = WebSocketCase.of("binary of " + size, new WebSocketFrame(FIN | BINARY, noise(size)));
      cases.addAll(List.of(text, binary));
      if (size < 1000) {
        cases.addAll(List.of(text.inPieces(1), binary.inPieces(1)));
      } else {
        cases.addAll(List.of(text.inPieces(997), binary.inPieces(997)));
      }
    }
  }

  private static void control(List<WebSocketCase> cases) {
    for (int opcode : new int[]{PING, PONG, CLOSE}) {
      for (int size : new int[]{0, 5, 124, 125, 126}) {
        var frame = new WebSocketFrame(FIN | opcode, noise(size));
        cases.add(WebSocketCase.of("opcode " + opcode + " with " + size, frame));
        cases.add(WebSocketCase.of("text, opcode " + opcode + " with " + size + ", text", text("a"), frame, text("b")));
      }
      cases.add(WebSocketCase.of("opcode " + opcode + " in fragments", new WebSocketFrame(opcode, noise(3)),
          new WebSocketFrame(FIN | CONTINUATION, noise(3))));
    }
    var pings = new WebSocketFrame[100];
    Arrays.setAll(pings, i -> new WebSocketFrame(FIN | PING, new byte[]{(byte) i}));
    cases.add(WebSocketCase.of("100 pings", pings));
    cases.add(WebSocketCase.of("100 pings", pings).inPieces(1));
  }

  private static void reserved(List<WebSocketCase> cases) {
    for (int bits = 1; bits < 8; bits++) {
      for (int opcode : new int[]{TEXT, BINARY, PING, CLOSE}) {
        cases.add(WebSocketCase.of("text, then reserved bits " + bits + " with opcode " + opcode, text("a"),
            new WebSocketFrame(FIN | bits << 4 | opcode, noise(4)), text("b")));
      }
    }
    for (int opcode : new int[]{3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      cases.add(WebSocketCase.of("opcode " + opcode, new WebSocketFrame(FIN | opcode, noise(2))));
      cases.add(WebSocketCase.of("text, opcode " + opcode, text("a"), new WebSocketFrame(FIN | opcode, new byte[0])));
      cases.add(WebSocketCase.of("text, opcode " + opcode, text("a"), new WebSocketFrame(FIN | opcode, new byte[0]))
          .inPieces(1));
    }
  }

  private static void fragments(List<WebSocketCase> cases) {
    var first = new WebSocketFrame(TEXT, bytes("frag"));
    var middle = new WebSocketFrame(CONTINUATION, bytes("men"));
    var last = new WebSocketFrame(FIN | CONTINUATION, bytes("ts"));
    var ping = new WebSocketFrame(FIN | PING, bytes("?"));
    var empty = new WebSocketFrame(CONTINUATION, new byte[0]);
    for (var each : List.of(WebSocketCase.of("two fragments", first, last),
        WebSocketCase.of("three fragments", first, middle, last),
        WebSocketCase.of("ping between fragments", first, ping, middle, ping, last),
        WebSocketCase.of("empty fragments", new WebSocketFrame(TEXT, new byte[0]), empty, last),
        WebSocketCase.of("all fragments empty", new WebSocketFrame(TEXT, new byte[0]), empty,
            new WebSocketFrame(FIN | CONTINUATION, new byte[0])),
        WebSocketCase.of("continuation of nothing", middle, last), WebSocketCase.of("end of nothing", last),
        WebSocketCase.of("text within fragments", first, text("no"), last),
        WebSocketCase.of("fragments without an end", first, middle),
        WebSocketCase.of("close between fragments", first, WebSocketFrame.close(1000), last),
        WebSocketCase.of("reserved opcode between fragments", first, new WebSocketFrame(FIN | 3, new byte[0]), last))) {
      cases.addAll(List.of(each, each.inPieces(1), each.inPieces(7)));
    }
  }

  private static void texts(List<WebSocketCase> cases) {
    for (var hex : TEXTS) {
      var bytes = HexFormat.of().parseHex(hex);
      cases.add(WebSocketCase.of("text " + hex, new WebSocketFrame(FIN | TEXT, bytes)));
      int half = bytes.length / 2;
      cases.add(WebSocketCase.of("text " + hex + " in fragments",
          new WebSocketFrame(TEXT, Arrays.copyOf(bytes, half)),
          new WebSocketFrame(FIN | CONTINUATION, Arrays.copyOfRange(bytes, half, bytes.length))));
      cases.add(WebSocketCase.of("close for " + hex,
          new WebSocketFrame(FIN | CLOSE, joined(new byte[]{3, (byte) 0xe8}, bytes))));
    }
  }

  private static void closing(List<WebSocketCase> cases) {
    for (int code : CLOSE_CODES) {
      cases.add(WebSocketCase.of("close with " + code, WebSocketFrame.close(code)));
    }
    cases.add(WebSocketCase.of("close with half a code", new WebSocketFrame(FIN | CLOSE, new byte[]{3})));
    cases.add(WebSocketCase.of("close twice", WebSocketFrame.close(1000), WebSocketFrame.close(1000)));
    cases.add(WebSocketCase.of("text after close", WebSocketFrame.close(1000), text("late")));
    cases.add(
        WebSocketCase.of("ping after close", WebSocketFrame.close(1000), new WebSocketFrame(FIN | PING, bytes("?"))));
  }

  private static void large(List<WebSocketCase> cases, boolean whole) {
    for (int size : whole ? new int[]{1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 23} : new int[]{1 << 16, 1 << 20}) {
      for (int fragment : new int[]{size, 64, 1024, 65536}) {
        if (size / fragment <= 20_000) {
          cases.add(new WebSocketCase("binary of " + size + " in fragments of " + fragment,
              split(BINARY, noise(size), fragment), Integer.MAX_VALUE, false));
        }
      }
      cases.add(WebSocketCase.of("large text of " + size, text("é".repeat(size / 2))).inPieces(1009));
    }
  }

  private static void compressed(List<WebSocketCase> cases, boolean whole) {
    for (int size : new int[]{16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072}) {
      for (int fragment : new int[]{size, 100, 4096}) {
        var frames = new ArrayList<WebSocketFrame>();
        for (int message = 0; message < (whole ? 50 : 5); message++) {
          frames.addAll(split(0x40 | (message % 2 == 0 ? TEXT : BINARY), deflated("devsession ".repeat(size / 11 + 1)),
              fragment));
        }
        cases.add(
            new WebSocketCase("compressed " + size + " in fragments of " + fragment, frames, Integer.MAX_VALUE, true));
      }
    }
    cases.add(new WebSocketCase("compressed, broken", List.of(new WebSocketFrame(FIN | 0x40 | TEXT, noise(50))),
        Integer.MAX_VALUE, true));
  }

  private static List<WebSocketFrame> split(int first, byte[] payload, int fragment) {
    var frames = new ArrayList<WebSocketFrame>();
    for (int i = 0; i == 0 || i < payload.length; i += fragment) {
      int end = Math.min(payload.length, i + fragment);
      frames.add(new WebSocketFrame((i == 0 ? first : CONTINUATION) | (end == payload.length ? FIN : 0),
          Arrays.copyOfRange(payload, i, end)));
    }
    return frames;
  }

  /** Each message by itself, so without a context that lasts, and without the four bytes that end a flush. */
  private static byte[] deflated(String text) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(bytes(text));
    var out = new byte[text.length() + 100];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length - 4);
  }

  private static WebSocketFrame text(String text) {
    return new WebSocketFrame(FIN | TEXT, bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] noise(int size) {
    var bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
