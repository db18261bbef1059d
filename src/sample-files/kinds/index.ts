// The table of known kinds of sample files. A file is taken for the first kind whose fields it has, so they stand from the most telling
// fields to the least.

import { codeGeneration } from './code-generation';
import { harnessLog } from './harness-log';
import type { Kind } from './kind';
import { ratings } from './ratings';
import { rewardModel } from './reward-model';
import { rolloutsByExample, rolloutsById } from './rollouts';
import { wide } from './wide';

export const KINDS: readonly Kind[] = [harnessLog, codeGeneration, wide, rewardModel, rolloutsByExample, rolloutsById, ratings];

/** The kinds as the help lists them: a name and its fields on each line. */
export function kindsText(): string {
  const fields = new Map(KINDS.map(({ name, needs, fields }) => [name, fields ?? needs.join(', ')]));
  const width = Math.max(...Array.from(fields.keys(), ({ length }) => length));
  return Array.from(fields, ([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}
