// The words of a command line, put in the order that the parser needs: every entry of a list with its option, the files apart from it.

import type { Command, Option } from 'commander';
import { ListOption } from './list-option';
import { UsageError } from './usage-error';

/**
 * The same command line with `-p a b file` as `-p a -p b file`, and `-k 1 2` as `-n 1 -n 2`. Which of the words after an option belong to its list, the
 * option says; the others are files.
 *
 * @param words - what follows the name of the command.
 * @throws UsageError if no word is left for the files that the command needs.
 */
export function arrange(words: readonly string[], command: Command): string[] {
  const arranged: string[] = [];
  const followed: string[] = [];
  let files = 0;
  let list: { flag: string; option: ListOption } | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === '--') return [...arranged, ...words.slice(i)];
    if (!isFlag(word)) {
      if (list?.option.follows(word)) {
        followed.push(`${list.option.long} took ${JSON.stringify(word)}`);
        arranged.push(list.flag, word);
      } else {
        list = undefined;
        files++;
        arranged.push(word);
      }
      continue;
    }
    const { option, flag, attached } = optionIn(word, command.options);
    list = undefined;
    arranged.push(flag);
    if (!option?.required || attached) continue;
    if (i + 1 < words.length) arranged.push(words[++i]);
    if (option instanceof ListOption) list = { flag, option };
  }
  if (files === 0 && followed.length > 0 && command.registeredArguments.some(({ required }) => required))
    throw new UsageError(`no file is given: ${followed.join(', ')}, and there is no file of that name`);
  return arranged;
}

const isFlag = (word: string) => word.startsWith('-') && word.length > 1;

/** The option that a word begins with, the word under the option's own name, and whether its value is part of the word. */
function optionIn(word: string, options: readonly Option[]): { option?: Option; flag: string; attached: boolean } {
  const [name, value] = word.startsWith('--') ? splitAt(word, word.indexOf('=')) : splitAt(word, word.length > 2 ? 2 : -1);
  const option = options.find((one) => one.short === name || one.long === name || aliasesOf(one).includes(name));
  const own = option && aliasesOf(option).includes(name) ? (option.short ?? option.long ?? name) : name;
  // `-n=4` is typed as often as `-n4`
  const plain = option && !name.startsWith('--') ? value.replace(/^=/, '') : value;
  return { option, flag: own + plain, attached: value !== '' };
}

const aliasesOf = (option: Option): readonly string[] => (option instanceof ListOption ? option.aliases : []);

function splitAt(word: string, at: number): [string, string] {
  return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at)];
}
