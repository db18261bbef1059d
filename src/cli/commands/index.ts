// The table of commands, in the order in which the help lists them.

import type { Command } from 'commander';
import { boundCommand } from './bound';
import { paperCommand } from './paper';
import { samplesCommand } from './samples';
import { serveCommand } from './serve';
import { supportCommand } from './support';
import { workerCommand } from './worker';

interface Entry {
  create(): Command;
  /** Whether it finishes its work by itself when it is told to end; the others are ended after their clean-ups. */
  handlesSignals?: boolean;
}

export const COMMANDS: readonly Entry[] = [
  { create: supportCommand },
  { create: samplesCommand },
  { create: boundCommand },
  { create: paperCommand },
  { create: serveCommand, handlesSignals: true },
  { create: workerCommand, handlesSignals: true },
];
