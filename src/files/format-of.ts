// What is known of how a file is written: its format, and what a reader of that format needs to know besides. The name tells the first part of it.

import { coded } from '../errors';
import type { Format } from './formats/format';
import { FORMAT_NAMES, FORMATS, type FormatName } from './formats/index';
import type { Layout } from './layout';
import type { Unit } from './record-error';
import type { Utf16 } from './text-encoding';

/** The compressions that are read, by the endings of their files. */
export const COMPRESSIONS = { gz: 'gzip', gzip: 'gzip', zst: 'zstd', zstd: 'zstd', zip: 'zip', eval: 'zip' } as const;

export type Compression = (typeof COMPRESSIONS)[keyof typeof COMPRESSIONS];

/** Found out once, when a file is opened; what is absent is as it is in most files. */
export interface FileFormat extends Layout {
  format: FormatName;
  /** What the whole file is compressed with; of a zip, whose members are read one after another, the format is that of its first member. */
  compression?: Compression;
  /** The encoding of a text that is not UTF-8. */
  encoding?: Utf16;
}

const byName: Record<FormatName, Format> = FORMATS;

export const SAY_FORMAT = `give --input ${FORMAT_NAMES.join('|')}`;

export const unitOf = (format: FormatName): Unit => byName[format].unit;

export const formatCalled = (format: FormatName): Format => byName[format];

/** What a name tells: the format and the compression as far as its endings are known, and other endings in lower case. */
export interface NameHint {
  format?: FormatName;
  compression?: Compression;
  ending: string;
}

export function hintOf(file: string): NameHint {
  const base = /[^/\\]*$/.exec(file)?.[0] ?? '';
  const endings = base.toLowerCase().split('.').slice(1);
  const last = endings[endings.length - 1] ?? '';
  const compression = Object.hasOwn(COMPRESSIONS, last) ? COMPRESSIONS[last as keyof typeof COMPRESSIONS] : undefined;
  const ending = compression ? (endings[endings.length - 2] ?? '') : last;
  const format = FORMAT_NAMES.find((name) => byName[name].extensions.includes(ending));
  return { ...(format ? { format } : {}), ...(compression ? { compression } : {}), ending };
}

/**
 * The format that a file's name tells, or the one given.
 *
 * @throws Error if the name does not tell it.
 */
export function formatOf(file: string, given?: FormatName): FileFormat {
  const { format: told, compression } = hintOf(file);
  const format = given ?? told;
  if (format === undefined) throw unknownFormat(`the name ${file} does not tell its format: ${SAY_FORMAT}`);
  return { format, ...(compression ? { compression } : {}) };
}

/** @throws Error if such a file compresses its own columns, so that nobody compresses it as a whole. */
export function checkCompression(name: string, { format, compression }: FileFormat): void {
  if (compression && compression !== 'zip' && !byName[format].compressed)
    throw unknownFormat(`${name}: a ${format} file is not read through ${compression}: it compresses its own columns`);
}

export function unknownFormat(message: string): Error {
  return coded(Error, 'UNKNOWN_FORMAT', message);
}
