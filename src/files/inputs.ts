// The files that a command is given.

import { createReadStream, existsSync, fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { glob, isDynamicPattern } from 'tinyglobby';
import { coded } from '../errors';
import { cut } from './cut';
import { type FileFormat, formatInName, formatOf, SNIFFED_BYTES, sniff } from './format-of';
import type { FormatName } from './formats/index';
import { inFile } from './named-error';
import type { Part } from './part';
import { readAhead } from './read-ahead';
import { fileName } from './record-error';

const PIPE_CHUNK_BYTES = 1 << 20;

/** A file as one part. The first bytes of standard input, or of another pipe, tell its format. */
export async function wholePart(file: string, given?: FormatName): Promise<{ part: Part; standardInput?: Readable }> {
  if (file !== '-' && !(await isNoFile(file))) return { part: { file, ...formatOf(file, given), bytes: 0 } };
  const source = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: PIPE_CHUNK_BYTES });
  const known = given ?? (file === '-' ? undefined : formatInName(file));
  const { answer, stream } = await readAhead(source, async (head, ended) =>
    head.length >= SNIFFED_BYTES || ended ? sniff(head, known, fileName(file)) : undefined
  );
  return { part: { file, ...answer, bytes: 0, pipe: true }, standardInput: stream };
}

/** Parts to read, in order, and what those read that are pipes, by their names. */
export interface Inputs {
  parts: Part[];
  pipes: Map<string, Readable>;
}

/**
 * Files, globs and `-` as parts to read, in order.
 *
 * @throws Error if a glob matches nothing, a file is given twice, or its format is not known.
 */
export async function partsOf(names: readonly string[], given?: FormatName, partBytes?: number): Promise<Inputs> {
  const files = (await Promise.all(names.map(expand))).flat();
  await checkDistinct(files);
  const pipes = new Map<string, Readable>();
  const parts: Part[] = [];
  for (const file of files) {
    if (file === '-' || (await isNoFile(file))) {
      const { part, standardInput } = await wholePart(file, given);
      if (standardInput) pipes.set(file, standardInput);
      parts.push(part);
    } else {
      for (const part of await partsOfFile(file, formatOf(file, given), partBytes)) parts.push(part);
    }
  }
  return { parts, pipes };
}

/** Whether the name is that of a pipe or a device, which is read from its beginning to its end like standard input. */
async function isNoFile(name: string): Promise<boolean> {
  const stats = await stat(name).catch(() => undefined);
  return stats !== undefined && (stats.isFIFO() || stats.isCharacterDevice());
}

/** @throws Error if a file is given twice, under one name or under two: `x`, `./x`, and links to it. */
async function checkDistinct(files: readonly string[]): Promise<void> {
  const known = new Map<string, string>();
  for (const file of files) {
    const identity = await identityOf(file);
    const before = known.get(identity);
    if (before === file) throw twice(`${fileName(file)} is given twice`);
    if (before !== undefined) throw twice(`${fileName(file)} is given twice, also as ${fileName(before)}`);
    known.set(identity, file);
  }
}

function twice(what: string): Error {
  return coded(Error, 'DUPLICATE_FILE', `${what}: its samples would count twice`);
}

/** The same for every name of a file. */
async function identityOf(file: string): Promise<string> {
  try {
    const { dev, ino } = file === '-' ? fstatSync(0, { bigint: true }) : await stat(file, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    // it is not there, which is found out when it is opened
    return resolve(file);
  }
}

/** @throws Error that names the file, if it cannot be cut because it is damaged. */
async function partsOfFile(file: string, format: FileFormat, partBytes?: number): Promise<Part[]> {
  try {
    return await cut(file, format, partBytes);
  } catch (error) {
    throw inFile({ file, ...format }, error);
  }
}

/** The files that a glob stands for, where the shell has not expanded it. */
export async function expand(name: string): Promise<string[]> {
  if (name === '-' || existsSync(name) || !isDynamicPattern(name)) return [name];
  const files = await glob(name.replaceAll('\\', '/'), { expandDirectories: false, dot: false });
  if (files.length === 0) throw coded(Error, 'NO_FILE', `no file matches ${name}`);
  return files.sort();
}
