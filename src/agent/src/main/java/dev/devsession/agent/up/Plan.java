package dev.devsession.agent.up;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.agent.session.Session;
import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.Optional;

/** What to do with the session at the beginning; whether it is deleted at the end follows from that. */
public sealed interface Plan {
  /** Write it: it doesn't exist, or an earlier {@code up} of this machine made it. Deleted at the end. */
  record Own(ObjectNode session, boolean leftover) implements Plan {}

  /** Write it: it exists and a file says what it should be. Stays at the end. */
  record Update(ObjectNode session) implements Plan {}

  /** Leave it as it is. Stays at the end. */
  record Join(Session session) implements Plan {}

  /** The session that is asked for. */
  default Session target() {
    return switch (this) {
      case Own(var session, _) -> Session.of(session);
      case Update(var session) -> Session.of(session);
      case Join(var session) -> session;
    };
  }

  /** For Services that were typed. */
  static Plan forServices(ObjectNode draft, Optional<Session> existing, String me) {
    if (existing.isEmpty()) {
      return new Own(draft, false);
    }
    var session = usable(existing.get());
    if (session.madeBy().filter(me::equals).isPresent()) {
      return new Own(draft, true);
    }
    requireSomethingToDo(session);
    throw new AgentException(ExitCode.CONFLICT, "session " + session + " already exists, "
        + session.madeBy().map(by -> "created by " + by).orElse("and devsession up did not create it")
        + ". Connect to it with  devsession up "
        + session.name() + "  or choose another name with --name");
  }

  /** For a file; it owns what it makes, and what it made before. */
  static Plan forFile(ObjectNode file, Optional<Session> existing, String me) {
    existing.ifPresent(Plan::usable);
    if (existing.isEmpty() || existing.flatMap(Session::madeBy).filter(me::equals).isPresent()) {
      return new Own(marked(file, me), existing.isPresent());
    }
    requireSomethingToDo(existing.get());
    return new Update(file);
  }

  /** For a session that exists. */
  static Plan forName(Session session) {
    requireSomethingToDo(usable(session));
    return new Join(session);
  }

  private static ObjectNode marked(ObjectNode file, String me) {
    var own = file.deepCopy();
    own.withObject("/metadata/annotations").put(Annotations.MADE_BY, me);
    return own;
  }

  private static Session usable(Session session) {
    if (session.leaving()) {
      throw new AgentException(ExitCode.CONFLICT,
          "session " + session + " is being deleted, and the operator is restoring its "
              + "originals: wait with  kubectl wait --for=delete -n " + session.namespace() + " dev/" + session.name());
    }
    if (session.suspended()) {
      throw new AgentException(ExitCode.CONFLICT, "session " + session + " is suspended: resume it with  "
          + "kubectl patch -n " + session.namespace() + " dev/" + session.name()
          + " --type=merge -p '{\"spec\":{\"suspend\":false}}'");
    }
    if (session.condition(ConditionType.Ready).filter(c -> c.reason().equals(ConditionReason.Expired.name()))
        .isPresent()) {
      throw new AgentException(ExitCode.CONFLICT, "session " + session + " has expired: "
          + session.condition(ConditionType.Ready).get().message() + " Or delete it and start a new one");
    }
    return session;
  }

  private static void requireSomethingToDo(Session session) {
    if (session.isDirect() && session.namesVia().isEmpty()) {
      throw new AgentException(ExitCode.BAD_INPUT, "session " + session + " has transport Direct and no names: the "
          + "cluster connects to this machine directly, so there is nothing to do here. To get names as well, set them "
          + "with  "
          + "kubectl patch -n " + session.namespace() + " dev/" + session.name()
          + " --type=merge -p '{\"spec\":{\"names\":{\"via\":\"NodePort\"}}}'");
    }
  }
}
