package dev.devsession.operator.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/** Lets equal texts be one object in memory: a cluster's objects repeat their names, kinds and labels all over. */
final class SharedStrings extends SimpleModule {
  private static final int LONGEST = 64;

  SharedStrings() {
    addDeserializer(String.class, new Sharing());
  }

  private static final class Sharing extends StdScalarDeserializer<String> {
    Sharing() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
      var text = StringDeserializer.instance.deserialize(json, context);
      return text == null || text.length() > LONGEST ? text : text.intern();
    }
  }
}
