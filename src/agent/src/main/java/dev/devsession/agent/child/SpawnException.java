package dev.devsession.agent.child;

/** The system refused to start a program. */
final class SpawnException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int errno;

  SpawnException(int errno) {
    super(switch (errno) {
      case 2 -> "no such file, or no such interpreter";
      case 7 -> "the arguments are too long";
      case 8 -> "it isn't a program of this system";
      case 11 -> "too many processes run already";
      case 12 -> "out of memory";
      case 13 -> "permission denied";
      default -> "error " + errno;
    });
    this.errno = errno;
  }

  int errno() {
    return errno;
  }
}
