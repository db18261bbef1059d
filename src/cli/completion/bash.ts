// The completion script of bash.

import type { CommandWords, OptionWords } from './words';

export function bashScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name }) => name);
  return `# completion of best-of-n in bash
_best_of_n() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" IFS=$'\\n'
  COMPREPLY=()
  # bash takes --option=value for three words
  if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    ${reply(wordsOf([...names, '--help', '--version']))}
    return
  fi
  case "\${COMP_WORDS[1]} $before" in
${commands.flatMap(({ name, options }) => options.flatMap((option) => valueCase(name, option))).join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${commands.map(commandCase).join('\n')}
  esac
}
complete -o filenames -F _best_of_n best-of-n
`;
}

const FILES = 'compgen -f -- "$word"';
const wordsOf = (words: readonly string[]) => `compgen -W $'${words.join('\\n')}' -- "$word"`;
const reply = (command: string) => `COMPREPLY=($(${command}))`;

function valueCase(command: string, { names, value }: OptionWords): string[] {
  if (value === 'none') return [];
  const pattern = names.map((name) => `'${command} ${name}'`).join('|');
  const completed = typeof value === 'string' ? FILES : wordsOf(value);
  return [value === 'other' ? `    ${pattern}) return ;;` : `    ${pattern}) ${reply(completed)}; return ;;`];
}

function commandCase({ name, options, argument }: CommandWords): string {
  const flags = wordsOf(options.flatMap(({ names }) => names));
  const others = argument === 'none' ? '' : `else ${reply(argument === 'file' ? FILES : wordsOf(argument))}; `;
  return `    ${name}) if [[ "$word" == -* ]]; then ${reply(flags)}; ${others}fi ;;`;
}
