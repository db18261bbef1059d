// The completion script of zsh.

import type { CommandWords, OptionWords } from './words';

export function zshScript(commands: readonly CommandWords[]): string {
  return `#compdef best-of-n
# completion of best-of-n in zsh
_best_of_n() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(commandCase).join('\n')}
  esac
}
if [ "$funcstack[1]" = "_best_of_n" ]; then _best_of_n "$@"; else compdef _best_of_n best-of-n; fi
`;
}

function commandCase({ name, options, argument }: CommandWords): string {
  const specs = options.flatMap(optionSpecs);
  if (argument !== 'none') specs.push(quoted(argument === 'file' ? '*:file:_files' : `*:word:(${argument.join(' ')})`));
  return `    ${name}) _arguments ${specs.join(' ')} ;;`;
}

function optionSpecs({ names, description, value }: OptionWords): string[] {
  const action = { none: '', file: ':file:_files', other: ':value: ' };
  const after = typeof value === 'string' ? action[value] : `:word:(${value.join(' ')})`;
  return names.map((name) => quoted(`*${name}[${description.replace(/[[\]\\:]/g, '\\$&')}]${after}`));
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
