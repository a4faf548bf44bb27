package dev.devsession.proxy.http1;

import dev.devsession.match.RequestHead;
import java.util.ArrayList;
import java.util.List;

/** What rules see of a request: read only as far as a rule asks. Valid until the next head is read. */
final class MatchedHead implements RequestHead {

  private final HeadFields fields;
  private final RequestLine line;
  private String method;
  private String target;

  MatchedHead(HeadFields fields, RequestLine line) {
    this.fields = fields;
    this.line = line;
  }

  @Override
  public String method() {
    method = method == null ? fields.text(0, line.methodEnd()) : method;
    return method;
  }

  @Override
  public String target() {
    target = target == null ? line.pathAndQuery(fields) : target;
    return target;
  }

  @Override
  public List<String> headers(String name) {
    List<String> values = List.of();
    for (int field = 0; field < fields.count(); field++) {
      if (fields.isNamed(field, name)) {
        values = values.isEmpty() ? new ArrayList<>(1) : values;
        values.add(fields.value(field));
      }
    }
    return values.isEmpty() || isForNextHop(name) ? List.of() : values;
  }

  private boolean isForNextHop(String name) {
    for (int field = 0; field < fields.count(); field++) {
      if (fields.isNamed(field, "connection") && fields.anyMember(field, name::equalsIgnoreCase)) {
        return true;
      }
    }
    return false;
  }
}
