// What a shell can complete, read off the commands and their options.

import type { Command, Option } from 'commander';

export interface OptionWords {
  names: string[];
  description: string;
  /** What stands after the option: nothing, one of these words, a file, or something that cannot be told. */
  value: 'none' | 'file' | 'other' | readonly string[];
}

export interface CommandWords {
  name: string;
  description: string;
  options: OptionWords[];
  /** What stands beside the options. */
  argument: 'none' | 'file' | readonly string[];
}

export function commandWords(program: Command): CommandWords[] {
  return program.commands.map((command) => {
    const [argument] = command.registeredArguments;
    return {
      name: command.name(),
      description: firstSentence(command.description()),
      options: [...command.options.filter(({ hidden }) => !hidden).map(optionWords), HELP],
      argument: argument === undefined ? 'none' : (argument.argChoices ?? 'file'),
    };
  });
}

const HELP: OptionWords = { names: ['-h', '--help'], description: 'show the help', value: 'none' };

function optionWords(option: Option): OptionWords {
  const { short, long, description, required, optional, argChoices, flags } = option;
  const names = [short, long].filter((name) => name !== undefined);
  const value = !(required || optional) ? 'none' : (argChoices ?? (/<(file|folder)/.test(flags) ? 'file' : 'other'));
  return { names, description: firstSentence(description), value };
}

const firstSentence = (text: string) => text.split(/[;:(]/)[0].trim();
