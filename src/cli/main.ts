// The command `best-of-n`.

import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { oneLine } from '../format/visible';
import { arrange } from './arrange';
import { COMMANDS } from './commands/index';
import { onError } from './output/colours';
import { tell } from './output/tell';
import { write } from './output/write';
import { plainMessage } from './system-error';
import { UsageError } from './usage-error';

/** Runs the command line; returns the exit code: 0 for success, 1 for data that cannot be read or results that cannot be written, 2 for incorrect usage. */
export async function main(args: readonly string[]): Promise<number> {
  const program = new Command('best-of-n')
    .description('Exact numerics of the best-of-n policy: from a reference policy, or from scored samples.')
    .version(version)
    .addHelpText(
      'after',
      `
Examples:
  best-of-n samples runs.jsonl                          the curve over n, from sampled and scored answers
  best-of-n compare before.jsonl after.jsonl            which of two runs is better, and how sure that is
  best-of-n support words.csv --weight count -r likes   the same as samples, exactly, from a whole reference policy
  best-of-n bound -n 1,4,16,64                          what the formulas say
  best-of-n serve                                       all of it over HTTP

Exit codes: 0 for success, 1 for data that cannot be read or results that cannot be written, 2 for incorrect usage.`
    );
  for (const { create } of COMMANDS) program.addCommand(create());
  let help = '';
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut(text) {
        help += text;
      },
      writeErr: (text) => tell(...text.replace(/\n$/, '').split('\n')),
    });
  }
  try {
    const code = await codeOf(program, args);
    await write(help, '-');
    return code;
  } catch (error) {
    console.error(`${onError.red('best-of-n:')} ${oneLine(plainMessage(error))}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** The words after the name of a command, as its options want them. */
function arranged(program: Command, [name, ...words]: readonly string[]): readonly string[] {
  const command = program.commands.find((one) => one.name() === name);
  if (command) return [name, ...arrange(words, command)];
  if (name !== undefined && /^[^-].*[./]/.test(name))
    throw new UsageError(`${name} is no command: give one before it, as in best-of-n samples ${name}`);
  return name === undefined ? [] : [name, ...words];
}

async function codeOf(program: Command, args: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(arranged(program, args), { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}
