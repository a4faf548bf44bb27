#!/bin/sh
# Installs the agent from an archive below ~/.local, without root, and replaces an older one; or removes it.
# Usage: install.sh devsession-VERSION-PLATFORM.tar.gz
#        install.sh --uninstall
# PREFIX is another folder than ~/.local.
set -eu
prefix=${PREFIX:-$HOME/.local}
home=$prefix/lib/devsession
# Below the prefix, and what each links to in the archive.
links="bin/devsession=bin/devsession
bin/kubectl-devsession=bin/kubectl-devsession
bin/kubectl_complete-devsession=bin/kubectl_complete-devsession
share/bash-completion/completions/devsession=completion/bash"

fail() {
  echo "error: $*" >&2
  exit 1
}

is_ours() { # link
  [ -L "$1" ] && case $(readlink "$1") in "$home"/*) ;; *) false ;; esac
}

# Makes a folder and its parents, and notes those that were not there.
folder() {
  [ -d "$1" ] || {
    folder "$(dirname "$1")"
    mkdir "$1"
    made="$1
$made"
  }
}

case ${1:-} in
  --uninstall)
    [ -f "$home/folders" ] || fail "nothing is installed in $home"
    made=$(cat "$home/folders")
    for link in $links; do
      if is_ours "$prefix/${link%%=*}"; then rm "$prefix/${link%%=*}"; fi
    done
    rm -rf "$home"
    echo "$made" | while IFS= read -r one; do
      [ -z "$one" ] || rmdir "$one" 2>/dev/null || true # others use it by now
    done
    echo "removed devsession from $prefix"
    ;;
  *.tar.gz)
    for link in $links; do
      to=$prefix/${link%%=*}
      if [ -e "$to" ] || [ -L "$to" ]; then
        is_ours "$to" || fail "$to is not of this installation: move it away, and run this again"
      fi
    done
    made=
    if [ -f "$home/folders" ]; then made=$(cat "$home/folders"); fi
    folder "$prefix/lib"
    rm -rf "$home.new"
    mkdir "$home.new"
    # With the times of the files, which the AOT cache needs.
    tar -xzf "$1" -C "$home.new" --strip-components 1 || {
      rm -rf "$home.new"
      fail "$1 could not be unpacked (see above)"
    }
    for link in $links; do folder "$(dirname "$prefix/${link%%=*}")"; done
    printf '%s\n' "$made" >"$home.new/folders"
    rm -rf "$home"
    mv "$home.new" "$home"
    for link in $links; do ln -sf "$home/${link#*=}" "$prefix/${link%%=*}"; done
    "$home/bin/devsession" version --client
    case :$PATH: in
      *:"$prefix/bin":*) ;;
      *) echo "! $prefix/bin is not on your PATH" ;;
    esac
    echo "zsh completes with: source $home/completion/zsh"
    ;;
  *) fail "usage: install.sh devsession-VERSION-PLATFORM.tar.gz, or --uninstall" ;;
esac
