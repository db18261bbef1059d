// The command `best-of-n`.

import { Command, CommanderError } from 'commander';
import { supportCommand } from './support-command';

/** Runs the command line; returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const program = new Command('best-of-n')
    .description('Exact numerics of the best-of-n policy over finite supports.')
    .exitOverride()
    .addCommand(supportCommand().exitOverride());
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    console.error(`best-of-n: ${error instanceof Error ? error.message : error}`);
    return 1;
  }
}
