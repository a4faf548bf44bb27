package dev.devsession.operator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.image.ImageContract;
import dev.devsession.image.Program;

class OperatorImageIT extends ImageContract {
  /** What the JVM makes of SIGTERM. */
  private static final int TERMINATED = 128 + 15;

  @Override
  protected void works(Program program) throws Exception {
    assertThat(OneSession.serve(program)).isEqualTo(TERMINATED);
  }

  @Override
  protected boolean hasAotCache() {
    return false;
  }
}
