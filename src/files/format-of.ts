// Finds out which format a file has, from its name or, for standard input, from its first bytes.

import { coded } from '../errors';
import type { Format } from './formats/format';
import { FORMAT_NAMES, FORMATS, type FormatName } from './formats/index';
import type { Unit } from './record-error';

export interface FileFormat {
  format: FormatName;
  /** Whether the file is compressed with gzip. */
  gzip: boolean;
}

const byName: Record<FormatName, Format> = FORMATS;

const SAY_FORMAT = `give --input ${FORMAT_NAMES.join('|')}`;

export const unitOf = (format: FormatName): Unit => byName[format].unit;

/**
 * The format that a file's name tells, or the one given.
 *
 * @throws Error if the name does not tell it, or tells a compression that is not read.
 */
export function formatOf(file: string, given?: FormatName): FileFormat {
  const [, name, compression] = /^(.*?)(?:\.(gz|gzip|zst|bz2|xz|zip))?$/is.exec(file) as RegExpExecArray;
  const gzip = /^gz/i.test(compression ?? '');
  if (compression && !gzip)
    throw unknownFormat(`${file} is compressed as .${compression}, which is not read: decompress it, or use .gz`);
  const extension = /\.([^./\\]+)$/.exec(name)?.[1].toLowerCase() ?? '';
  const format = given ?? FORMAT_NAMES.find((format) => byName[format].extensions.includes(extension));
  if (format === undefined) throw unknownFormat(`the name ${file} does not tell its format: ${SAY_FORMAT}`);
  if (gzip && !byName[format].gzip)
    throw unknownFormat(`${file}: a ${format} file is not read through gzip: it compresses its own columns`);
  return { format, gzip };
}

/** The format that the name of a pipe tells, if it tells one. */
export function formatInName(file: string): FormatName | undefined {
  try {
    return formatOf(file).format;
  } catch {
    return undefined;
  }
}

/** Every format is known from this many bytes. */
export const SNIFFED_BYTES = 16;

/** The format that a compressed stream is taken for, since it does not say what is inside. */
const INSIDE_GZIP: FormatName = 'jsonl';

/**
 * The format of a stream from its first bytes.
 *
 * @param name - what the stream is called in messages.
 * @throws Error if they do not tell it, or are not those of a table in the format given.
 */
export function sniff(head: Uint8Array, given?: FormatName, name = 'standard input'): FileFormat {
  const text = String.fromCharCode(...head.subarray(0, 64));
  // a table is held in memory before it is read, and what is none may have no end
  if (given && byName[given].unit === 'row' && byName[given].start?.test(text) === false)
    throw coded(Error, 'BAD_FILE', `${name}: not ${byName[given].title}: it does not begin as such a file does`);
  if (head[0] === 0x1f && head[1] === 0x8b) return { format: given ?? INSIDE_GZIP, gzip: true };
  const format = given ?? FORMAT_NAMES.find((name) => byName[name].start?.test(text));
  if (format === undefined) throw unknownFormat(`${name} does not tell its format: ${SAY_FORMAT}`);
  return { format, gzip: false };
}

function unknownFormat(message: string): Error {
  return coded(Error, 'UNKNOWN_FORMAT', message);
}
