// The command `best-of-n`.

import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { messageOf } from '../errors';
import { boundCommand } from './bound-command';
import { onError } from './colours';
import { paperCommand } from './paper-command';
import { samplesCommand } from './samples-command';
import { serveCommand } from './serve-command';
import { exitOnSignals } from './signals';
import { supportCommand } from './support-command';
import { UsageError } from './usage';
import { workerCommand } from './worker-command';

/** Runs the command line; returns the exit code: 0, 1 for bad data, 2 for bad usage. */
export async function main(args: readonly string[]): Promise<number> {
  const program = new Command('best-of-n')
    .description('Exact numerics of the best-of-n policy: from a reference policy, or from scored samples.')
    .version(version)
    .addHelpText(
      'after',
      `
Examples:
  best-of-n samples runs.jsonl                          the curve over n, from sampled and scored answers
  best-of-n support words.csv --weight count -r likes   the same, exactly, from a whole reference policy
  best-of-n bound -n 1,4,16,64                          what the formulas say
  best-of-n serve                                       all of it over HTTP

Exit codes: 0, 1 for data that cannot be read, 2 for a command that makes no sense.`
    );
  for (const command of [supportCommand(), samplesCommand(), boundCommand(), paperCommand()]) {
    program.addCommand(command.hook('preAction', exitOnSignals));
  }
  // these end by themselves
  for (const command of [serveCommand(), workerCommand()]) program.addCommand(command);
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`${onError.red('best-of-n:')} ${messageOf(error)}`);
    return error instanceof UsageError ? 2 : 1;
  }
}
