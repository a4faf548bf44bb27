# Completion of devsession for bash:  source <(devsession completion bash)
_devsession() {
  local IFS=$'\n' line=${COMP_LINE:0:COMP_POINT} word
  local -a words=()
  # By blanks alone: bash itself would also break "orders=3000" into three words.
  IFS=' ' read -r -a words <<<"$line"
  [[ $line != *' ' ]] || words+=("")
  COMPREPLY=($(devsession complete -- "${words[@]:1}" 2>/dev/null))
  [[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace
}
complete -o default -F _devsession devsession
