package dev.devsession.agent;

import dev.devsession.hosts.names.IpLiteral;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option for names that lead to node ports. */
final class NodeAddressOption {
  @Option(names = "--node-address", paramLabel = "IP", description = "Address where node ports answer. Default: a "
      + "node's InternalIP, or the API server's address.")
  private String address;

  /** The address, if one was given. */
  Optional<String> value(CommandSpec spec) {
    if (address != null && !IpLiteral.isValid(address)) {
      throw new ParameterException(spec.commandLine(), "--node-address must be an IP address, not " + address);
    }
    return Optional.ofNullable(address);
  }
}
