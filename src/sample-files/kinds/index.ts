// The table of known kinds of sample files. A file is taken for the first kind whose fields it has, so they stand from the most telling
// fields to the least.

import type { Row } from '../../files/record-sink';
import { valueAt } from '../paths';
import { codeGeneration } from './code-generation';
import { harnessLog } from './harness-log';
import { fieldsOf, type Kind } from './kind';
import { ratings } from './ratings';
import { rewardModel } from './reward-model';
import { rolloutsByExample, rolloutsById } from './rollouts';
import { wide } from './wide';

export const KINDS: readonly Kind[] = [harnessLog, codeGeneration, wide, rewardModel, rolloutsByExample, rolloutsById, ratings];

/** The first kind that the records are of. */
export function kindOf(rows: readonly Row[]): Kind | undefined {
  const fields = fieldsOf(rows);
  const has = (need: string | RegExp) =>
    typeof need === 'string' ? rows.some((row) => valueAt(row, need) !== undefined) : fields.some((name) => need.test(name));
  return KINDS.find(({ needs, fits }) => needs.every(has) && (fits?.(rows) ?? true));
}

/** How records of a kind are taken apart, by its name, which is what other threads and machines are told. */
export function unfoldOf(name: string): NonNullable<Kind['unfold']> {
  const kind = KINDS.find((kind) => kind.name === name);
  if (!kind?.unfold) throw new Error(`${name} is no kind whose records are taken apart`);
  return kind.unfold;
}

/** The fields by which a kind is recognised, as help and pages show them. */
export function fieldsText({ needs, fields }: Kind): string {
  return fields ?? needs.join(', ');
}

/** The kinds as the help lists them: a name and its fields on each line. */
export function kindsText(): string {
  const width = Math.max(...KINDS.map(({ name }) => name.length));
  return KINDS.map((kind) => `  ${kind.name.padEnd(width)}  ${fieldsText(kind)}`).join('\n');
}
