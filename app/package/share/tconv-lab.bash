# bash completion of tconv-lab. Commands and options are read from the program's own --help.

_tconv_lab_help() { "$@" --language en --help 2>/dev/null; }

_tconv_lab() {
  local cur prev words cword
  _init_completion || return
  local program=("${words[0]/#\~/$HOME}") commands help values
  commands=$(_tconv_lab_help "${program[@]}" | awk '$1 == "tconv-lab" { print $2 }')
  if ((cword > 1)) && grep -qxF -- "${words[1]}" <<<"$commands"; then program+=("${words[1]}"); fi
  help=$(_tconv_lab_help "${program[@]}")
  # "--dims 1|2": an option that takes one of some words.
  values=$(awk -v option="$prev" '$1 == option && $2 ~ /\|/ { gsub(/\|/, " ", $2); print $2 }' <<<"$help")
  if [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$cur"))
  elif [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$(awk '$1 ~ /^--/ { print $1 }' <<<"$help")" -- "$cur"))
  else
    _filedir
    if ((cword == 1)); then COMPREPLY+=($(compgen -W "$commands" -- "$cur")); fi
  fi
}

complete -F _tconv_lab tconv-lab
