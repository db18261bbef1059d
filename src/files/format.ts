// Which format a file has: by its name, or for standard input by its first bytes.

import type { Unit } from './fault';

export const FORMATS = ['jsonl', 'csv', 'tsv', 'parquet', 'arrow'] as const;
export type Format = (typeof FORMATS)[number];

export interface FileFormat {
  format: Format;
  gzip: boolean;
}

const EXTENSIONS: Record<string, Format> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
  csv: 'csv',
  tsv: 'tsv',
  parquet: 'parquet',
  arrow: 'arrow',
  arrows: 'arrow',
  feather: 'arrow',
  ipc: 'arrow',
};

export const isTable = (format: Format) => format === 'parquet' || format === 'arrow';

export const unitOf = (format: Format): Unit => (isTable(format) ? 'row' : 'line');

/**
 * The format that a file's name tells, or the one given.
 *
 * @throws Error if the name does not tell it, or tells a compression that is not read.
 */
export function formatOf(file: string, given?: Format): FileFormat {
  const [, name, compression] = /^(.*?)(?:\.(gz|gzip|zst|bz2|xz|zip))?$/i.exec(file) as RegExpExecArray;
  const gzip = /^gz/i.test(compression ?? '');
  if (compression && !gzip)
    throw new Error(`${file} is compressed as .${compression}, which is not read: decompress it, or use .gz`);
  const format = given ?? EXTENSIONS[/\.([^./\\]+)$/.exec(name)?.[1].toLowerCase() ?? ''];
  if (format === undefined) throw new Error(`the name ${file} does not tell its format: give --input ${FORMATS.join('|')}`);
  if (gzip && isTable(format))
    throw new Error(`${file}: a ${format} file is not read through gzip: it compresses its own columns`);
  return { format, gzip };
}

/** So many bytes tell the format of a stream. */
export const SNIFFED = 16;

/**
 * The format of a stream from its first bytes.
 *
 * @throws Error if they do not tell it.
 */
export function sniff(head: Uint8Array, given?: Format): FileFormat {
  if (head[0] === 0x1f && head[1] === 0x8b) return { format: given ?? 'jsonl', gzip: true };
  if (given) return { format: given, gzip: false };
  const text = Buffer.from(head.subarray(0, 64)).toString('latin1');
  if (text.startsWith('PAR1')) return { format: 'parquet', gzip: false };
  if (text.startsWith('ARROW1') || text.startsWith('\xff\xff\xff\xff')) return { format: 'arrow', gzip: false };
  if (/^(\xef\xbb\xbf)?\s*\{/.test(text)) return { format: 'jsonl', gzip: false };
  throw new Error(`standard input does not tell its format: give --input ${FORMATS.join('|')}`);
}
