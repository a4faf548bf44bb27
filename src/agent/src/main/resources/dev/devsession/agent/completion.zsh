#compdef devsession
# Completion of devsession for zsh:  source <(devsession completion zsh)
_devsession() {
  local -a candidates
  candidates=("${(@f)$(devsession complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -z ${candidates[1]} ]]; then
    _files
  elif [[ ${candidates[1]} == *= ]]; then
    compadd -S '' -- "${candidates[@]}"
  else
    compadd -- "${candidates[@]}"
  fi
}
compdef _devsession devsession
