package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.stream.StreamState.Dialing;
import dev.devsession.tunnel.stream.StreamState.Joined;
import dev.devsession.tunnel.stream.StreamState.Over;

/**
 * The state of a stream and its socket.
 *
 * <pre>
 *              joined              FIN both ways, all written
 *   Dialing ────────────▶ Joined ─────────────────────────────▶ Over  (socket closed)
 *      │                    │                                    ▲
 *      └────────────────────┴────────────────────────────────────┘    (stream and socket reset)
 *        no connection, a reset at either end, the tunnel lost
 * </pre>
 */
sealed interface StreamState permits Dialing, Joined, Over {

  /** The progress of one direction. */
  enum Direction {
    FLOWING,
    /** The sender has ended; the end is passed on after the last bytes. */
    ENDING,
    /** The end was passed on. */
    ENDED
  }

  /** The other end of the tunnel sends no more. */
  StreamState streamEnded();

  /** The socket isn't connected yet. Its bytes wait, up to the stream's first window. */
  record Dialing(Direction toSocket) implements StreamState {

    Dialing() {
      this(Direction.FLOWING);
    }

    @Override
    public Dialing streamEnded() {
      return new Dialing(Direction.ENDING);
    }

    Joined joined(StreamSocket socket) {
      return new Joined(socket, toSocket, Direction.FLOWING);
    }
  }

  /** Bytes pass both ways, and each way ends by itself. */
  record Joined(StreamSocket socket, Direction toSocket, Direction toStream) implements StreamState {

    @Override
    public Joined streamEnded() {
      return new Joined(socket, Direction.ENDING, toStream);
    }

    /** The socket has taken everything and FIN. */
    Joined finPassed() {
      return new Joined(socket, Direction.ENDED, toStream);
    }

    /** The socket's process sends no more. */
    Joined socketEnded() {
      return new Joined(socket, toSocket, Direction.ENDING);
    }

    /** END_STREAM has left. */
    Joined endStreamPassed() {
      return new Joined(socket, toSocket, Direction.ENDED);
    }

    /** The socket isn't needed any more: END_STREAM is sent without it. */
    boolean isSocketDone() {
      return toSocket == Direction.ENDED && toStream != Direction.FLOWING;
    }

    /** The tunnel isn't needed any more: the bytes that wait for the socket are written without it. */
    boolean isStreamDone() {
      return toSocket != Direction.FLOWING && toStream == Direction.ENDED;
    }
  }

  /** Nothing passes any more. */
  record Over() implements StreamState {

    @Override
    public Over streamEnded() {
      return this;
    }
  }
}
