// The files that a command is given.

import { fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { glob, isDynamicPattern } from 'tinyglobby';
import { coded } from '../errors';
import { checkNoAddress, noFile } from './absent-file';
import { cut } from './cut';
import { type FoundFile, filesIn } from './folder';
import type { FormatName } from './formats/index';
import { isLitter, naturally } from './litter';
import { inFile } from './named-error';
import { formatOfFile, openPipe } from './open-part';
import type { Part } from './part';
import { fileName } from './record-error';

/** A file as one part. The first bytes of standard input, or of another pipe, are read to tell its format. */
export async function wholePart(
  file: string,
  given?: FormatName
): Promise<{ part: Part; standardInput?: Readable; notices: string[] }> {
  await checkThere(file);
  if (await isPipeOrDevice(file)) {
    const { part, stream, notice } = await openPipe(file, given);
    return { part, standardInput: stream, notices: notice ? [notice] : [] };
  }
  const { format, notice } = await formatOfFile(file, given);
  return { part: { file, ...format, bytes: 0 }, notices: notice ? [notice] : [] };
}

/** Parts to read, in order, and what those read that are pipes, by their names. */
export interface Inputs {
  parts: Part[];
  pipes: Map<string, Readable>;
  /** What a reader should know of how the files were taken, a sentence each: a separator that is no comma, files that were left out. */
  notices: string[];
}

/**
 * Files, folders, globs and `-` as parts to read, in order. Empty files are left out where another is not empty.
 *
 * @throws Error if there is no such file, a glob matches nothing, a file is given twice, or its format is not known.
 */
export async function partsOf(names: readonly string[], given?: FormatName, partBytes?: number): Promise<Inputs> {
  const found = await Promise.all(names.map(find));
  const files = found.flatMap(({ files }) => files);
  const notices = found.flatMap(({ notice }) => notice ?? []);
  await checkDistinct(files.map(({ file }) => file));
  const pipes = new Map<string, Readable>();
  const parts: Part[] = [];
  for (const { file, ...place } of files) {
    if (await isPipeOrDevice(file)) {
      const { part, stream, notice } = await openPipe(file, given);
      pipes.set(file, stream);
      parts.push(part);
      if (notice) notices.push(notice);
    } else {
      const { format, notice } = await formatOfFile(file, given);
      for (const part of await partsOfFile({ file, ...format, ...place, bytes: 0 }, partBytes)) parts.push(part);
      if (notice) notices.push(notice);
    }
  }
  return withoutEmpty({ parts, pipes, notices });
}

/** An empty shard counts nothing, as long as another holds something. */
function withoutEmpty({ parts, pipes, notices }: Inputs): Inputs {
  const empty = parts.filter(({ bytes, pipe }) => bytes === 0 && !pipe);
  if (empty.length === 0 || empty.length === parts.length) return { parts, pipes, notices };
  const said = empty.map(({ file }) => `${file} is empty`);
  return { parts: parts.filter((part) => !empty.includes(part)), pipes, notices: [...notices, ...said] };
}

/** Whether the name is that of a pipe or a device, which is read from its beginning to its end like standard input. */
async function isPipeOrDevice(name: string): Promise<boolean> {
  if (name === '-') return true;
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
    // it is gone, which is found out when it is opened
    return resolve(file);
  }
}

/** @throws Error that names the file, if it cannot be cut because it is damaged. */
async function partsOfFile(whole: Part, partBytes?: number): Promise<Part[]> {
  try {
    return await cut(whole, partBytes);
  } catch (error) {
    throw inFile(whole, error);
  }
}

/** @throws Error if there is no file of that name. */
async function checkThere(name: string): Promise<void> {
  if (name === '-') return;
  checkNoAddress(name);
  await stat(name).catch(async (error) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR' ? await noFile(name, error) : error;
  });
}

/** The files that a folder holds, or that a glob stands for where the shell has not expanded it. */
export async function expand(name: string): Promise<string[]> {
  return (await find(name)).files.map(({ file }) => file);
}

async function find(name: string): Promise<{ files: FoundFile[]; notice?: string }> {
  if (name === '-') return { files: [{ file: name }] };
  checkNoAddress(name);
  const stats = await stat(name).catch(() => undefined);
  if (stats?.isDirectory()) return filesIn(name);
  if (stats || !isDynamicPattern(name)) {
    await checkThere(name);
    return { files: [{ file: name }] };
  }
  const all = await glob(name.replaceAll('\\', '/'), { expandDirectories: false, dot: false });
  const files = all.filter((file) => !isLitter(file, extname(name))).sort(naturally);
  if (files.length === 0) throw coded(Error, 'NO_FILE', `no file matches ${name}`);
  const left = all.length - files.length;
  return {
    files: files.map((file) => ({ file })),
    ...(left > 0 ? { notice: `${name}: ${left} of the files left out, which hold no records` } : {}),
  };
}
