package dev.devsession.operator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.image.ImageContract;
import dev.devsession.image.Program;

class OperatorImageIT extends ImageContract {

  @Override
  protected void works(Program program) throws Exception {
    assertThat(OneSession.serve(program)).isZero();
  }

  @Override
  protected boolean hasAotCache() {
    return false;
  }
}
