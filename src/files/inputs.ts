// The files that a command is given.

import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { glob, isDynamicPattern } from 'tinyglobby';
import { coded } from '../errors';
import { cut } from './cut';
import { type FileFormat, formatOf, SNIFFED_BYTES, sniff } from './format-of';
import type { FormatName } from './formats/index';
import { named } from './named-error';
import type { Part } from './part';
import { readAhead } from './read-ahead';
import { RecordError } from './record-error';

/** A file as one part. The first bytes of standard input tell its format. */
export async function wholePart(file: string, given?: FormatName): Promise<{ part: Part; standardInput?: Readable }> {
  if (file !== '-') return { part: { file, ...formatOf(file, given), bytes: 0 } };
  const { answer, stream } = await readAhead(process.stdin, async (head, ended) =>
    head.length >= SNIFFED_BYTES || ended ? sniff(head, given) : undefined
  );
  return { part: { file, ...answer, bytes: 0 }, standardInput: stream };
}

/**
 * Files, globs and `-` as parts to read, in order.
 *
 * @throws Error if a glob matches nothing, a file is given twice, or its format is not known.
 */
export async function partsOf(
  names: readonly string[],
  given?: FormatName,
  partBytes?: number
): Promise<{ parts: Part[]; standardInput?: Readable }> {
  const files = (await Promise.all(names.map(expand))).flat();
  const twice = files.find((file, i) => files.indexOf(file) !== i);
  if (twice !== undefined) throw coded(Error, 'DUPLICATE_FILE', `${twice} is given twice: its samples would count twice`);
  let standardInput: Readable | undefined;
  const parts: Part[] = [];
  for (const file of files) {
    if (file === '-') {
      const whole = await wholePart(file, given);
      standardInput = whole.standardInput;
      parts.push(whole.part);
    } else {
      for (const part of await partsOfFile(file, formatOf(file, given), partBytes)) parts.push(part);
    }
  }
  return { parts, standardInput };
}

/** @throws Error that names the file, if it cannot be cut because it is damaged. */
async function partsOfFile(file: string, format: FileFormat, partBytes?: number): Promise<Part[]> {
  try {
    return await cut(file, format, partBytes);
  } catch (error) {
    throw error instanceof RecordError ? named({ file, ...format }, error) : error;
  }
}

/** The files that a glob stands for, where the shell has not expanded it. */
export async function expand(name: string): Promise<string[]> {
  if (name === '-' || existsSync(name) || !isDynamicPattern(name)) return [name];
  const files = await glob(name.replaceAll('\\', '/'), { expandDirectories: false, dot: false });
  if (files.length === 0) throw coded(Error, 'NO_FILE', `no file matches ${name}`);
  return files.sort();
}
