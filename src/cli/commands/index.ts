// The table of commands, in the order in which the help lists them.

import type { Command } from 'commander';
import { boundCommand } from './bound';
import { compareCommand } from './compare';
import { completionCommand } from './completion';
import { holdoutCommand } from './holdout';
import { paperCommand } from './paper';
import { samplesCommand } from './samples';
import { serveCommand } from './serve';
import { supportCommand } from './support';
import { weightsCommand } from './weights';
import { workerCommand } from './worker';

interface Entry {
  create(): Command;
}

export const COMMANDS: readonly Entry[] = [
  { create: supportCommand },
  { create: samplesCommand },
  { create: compareCommand },
  { create: weightsCommand },
  { create: holdoutCommand },
  { create: boundCommand },
  { create: paperCommand },
  { create: serveCommand },
  { create: workerCommand },
  { create: completionCommand },
];
