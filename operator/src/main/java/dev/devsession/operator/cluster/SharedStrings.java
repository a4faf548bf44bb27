package dev.devsession.operator.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/** Keeps equal texts once in memory: the objects of a cluster repeat names, kinds and labels. */
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
