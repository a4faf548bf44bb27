package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import org.junit.jupiter.api.Test;

class FieldTablesTest {
  @Test
  void ruleOfAnObjectIsWrittenAsASentence() {
    var object = new JSONSchemaPropsBuilder().withType("object").addNewXKubernetesValidation()
        .withMessage("kind must be Deployment").endXKubernetesValidation().build();
    assertThat(FieldTables.of("ref", object)).contains("\nKind must be Deployment.\n");
  }

  @Test
  void ruleOfAFieldNamesTheField() {
    var object = new JSONSchemaPropsBuilder().withType("object").addNewXKubernetesValidation()
        .withFieldPath(".name").withMessage("must be set").endXKubernetesValidation().build();
    assertThat(FieldTables.of("ref", object)).contains("\n`name` must be set.\n");
  }
}
