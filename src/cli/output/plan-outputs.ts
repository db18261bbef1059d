// All outputs of a call, planned before anything is read or computed.

import { coded, messageOf } from '../../errors';
import { UsageError } from '../options';
import { type Destination, destinationOf } from './destination';
import { identityOf } from './identity';
import { type Text, write } from './write';

/** An output that was asked for, and how it is made of the results. */
export interface Output<Results extends unknown[]> {
  option: string;
  /** The file that the option names; `-` is standard output. There is no such output without it. */
  file: string | undefined;
  text(...results: Results): Text | Promise<Text>;
}

/**
 * Checks that every output can be written, and that none is another one or is read.
 *
 * @param inputs - the files that are read; `-` is standard input.
 * @returns the function that writes all outputs, in their order. If one cannot be written, the others are all the same.
 * @throws UsageError if two of the files are one; Error (`NOT_WRITTEN`) if a file cannot be written.
 */
export function planOutputs<Results extends unknown[]>(
  outputs: readonly Output<Results>[],
  inputs: readonly string[] = []
): (...results: Results) => Promise<void> {
  const planned = outputs.flatMap(({ file, ...output }) => (file === undefined ? [] : [{ ...output, file }]));
  const taken = new Map<string, string>();
  for (const { option, file } of planned) {
    if (file === '') throw new UsageError(`${option} is empty: expected the name of a file`);
    const { identity, kind } = destinationOf(file);
    if (identity === undefined) continue;
    const name = describe(option, file, kind);
    const other = taken.get(identity);
    if (other !== undefined) throw new UsageError(`${other} and ${name} are the same file: one would overwrite the other`);
    taken.set(identity, name);
  }
  for (const input of inputs) {
    const identity = inputIdentity(input);
    const name = identity && taken.get(identity);
    if (name !== undefined) throw new UsageError(`${name} is the input ${input}, which would be overwritten`);
  }
  return async (...results) => {
    const failures: unknown[] = [];
    for (const { file, text } of planned) {
      try {
        await write(await text(...results), file);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw coded(Error, 'NOT_WRITTEN', failures.map(messageOf).join('; '));
  };
}

function describe(option: string, file: string, kind: Destination['kind']): string {
  return kind === 'standard output' ? kind : `${option} ${file}`;
}

/** Undefined for a file that cannot be looked at; whoever reads it says so. */
function inputIdentity(input: string): string | undefined {
  try {
    return identityOf(input === '-' ? 0 : input);
  } catch {
    return undefined;
  }
}
