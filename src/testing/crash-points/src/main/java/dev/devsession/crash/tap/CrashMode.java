package dev.devsession.crash.tap;

/** How a crash meets a write. */
public enum CrashMode {
  /** The process is killed when the write arrives; the API server never sees it. */
  before,
  /** The process is killed as soon as the API server has answered the write; the answer isn't delivered. */
  after,
  /** The API server carries the write out, and the connection breaks before the answer: the process lives on. */
  lost
}
