// What the first bytes of a file show: a compression, a format, or something that is not read.

import type { Compression } from './format-of';

interface Known {
  /** A pattern for the first bytes in hexadecimal digits. */
  hex?: RegExp;
  /** A pattern for them as text, each as one character (Latin-1). */
  start?: RegExp;
  /** What it is, as messages say it: `it looks like …`. */
  what: string;
  /** What to do. */
  advice: string;
}

/** The compressions that are read, by their first bytes in hexadecimal digits. */
const COMPRESSED: [RegExp, Compression][] = [
  [/^1f8b/, 'gzip'],
  [/^(28b52ffd|5[0-9a-f]2a4d18)/, 'zstd'],
  [/^504b(0304|0506)/, 'zip'],
];

const NOT_READ: Known[] = [
  { start: /^BZh[1-9]1AY/, what: 'data compressed with bzip2', advice: 'decompress it (bunzip2), or use gzip or Zstandard' },
  { hex: /^fd377a585a/, what: 'data compressed with xz', advice: 'decompress it (unxz), or use gzip or Zstandard' },
  { hex: /^04224d18/, what: 'data compressed with LZ4', advice: 'decompress it (unlz4), or use gzip or Zstandard' },
  { hex: /^377abcaf/, what: 'a 7z archive', advice: 'unpack it, and give the files in it' },
  { start: /^Rar!/, what: 'a RAR archive', advice: 'unpack it, and give the files in it' },
  { start: /^[\s\S]{257}ustar/, what: 'a tar archive', advice: 'unpack it (tar -x), and give the files in it' },
  { start: /^SQLite format 3/, what: 'an SQLite database', advice: 'export the table as CSV or Parquet' },
  {
    hex: /^934e554d5059/,
    what: 'an array of NumPy',
    advice: 'write the values with their prompts as CSV, JSON lines or Parquet',
  },
  { hex: /^800[2-5]/, what: 'a pickle of Python', advice: 'write the records as JSON lines or Parquet' },
  { hex: /^89484446/, what: 'an HDF5 file', advice: 'export the table as CSV or Parquet' },
  { hex: /^4f626a01/, what: 'an Avro file', advice: 'convert it to Parquet or JSON lines' },
  { hex: /^d0cf11e0/, what: 'an old Excel workbook', advice: 'save the sheet as CSV' },
  { start: /^[\s\S]{8}DUCK/, what: 'a DuckDB database', advice: 'export the table as Parquet or CSV' },
  { start: /^ORC/, what: 'an ORC file', advice: 'convert it to Parquet' },
  {
    start: /^[\s\S]{5}\0\0\0\{"/,
    what: 'a safetensors file',
    advice: 'write the values with their prompts as CSV, JSON lines or Parquet',
  },
  { start: /^GGUF/, what: 'the weights of a model (GGUF)', advice: 'give the file of the samples' },
  { start: /^RD[AX][23]\n/, what: 'data of R', advice: 'export the table as CSV or Parquet' },
  { start: /^(\x89PNG|\xff\xd8\xff|GIF8)/, what: 'a picture', advice: 'give the file of the samples' },
  { hex: /^1f9d/, what: 'data compressed with compress', advice: 'decompress it (uncompress), or use gzip or Zstandard' },
  { start: /^%PDF/, what: 'a PDF', advice: 'give the file of the records' },
  { start: /^version https:\/\/git-lfs/, what: 'a pointer of Git LFS, and not the file', advice: 'fetch the file: git lfs pull' },
  { start: /^\s*<[!?]?[a-z]/i, what: 'a web page or XML', advice: 'the download may have failed, and the file then says why' },
  { start: /^(---\s*\n|- [\w"']+:\s)/, what: 'YAML', advice: 'convert it to JSON' },
  {
    start: /^\s*\[?\s*\{\s*'/,
    what: 'records as Python prints them, with single quotes',
    advice: 'write each with json.dumps, a line for each',
  },
];

export const latin1 = (bytes: Uint8Array, length = 512) => String.fromCharCode(...bytes.subarray(0, length));

const hexOf = (bytes: Uint8Array) => Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');

export function compressionOf(head: Uint8Array): Compression | undefined {
  const digits = hexOf(head);
  return COMPRESSED.find(([start]) => start.test(digits))?.[1];
}

/** What a file is that is not read, and what to do; undefined if the first bytes do not show it. */
export function unreadable(head: Uint8Array): string | undefined {
  const text = latin1(head).replace(/^\xef\xbb\xbf/, '');
  const digits = hexOf(head);
  const known = NOT_READ.find(({ start, hex }) => start?.test(text) || hex?.test(digits));
  return known && `it looks like ${known.what}: ${known.advice}`;
}

/**
 * What is said of a file that is compressed once more inside of its compression.
 *
 * @param head - the first bytes, decompressed.
 */
export function compressedAgain(head: Uint8Array): string | undefined {
  const inner = compressionOf(head);
  if (!inner) return undefined;
  return inner === 'zip'
    ? 'a zip archive is inside of it: unpack the outer one, and give the archive'
    : `it is compressed twice, and ${inner} is inside: decompress it once`;
}

/** The first bytes as a message shows them. */
export function showBytes(head: Uint8Array): string {
  if (head.length === 0) return 'it is empty';
  // control characters other than those of a text
  const isText = head.subarray(0, 200).every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));
  if (!isText) return `it begins with the bytes ${hexOf(head)}`;
  const line = new TextDecoder()
    .decode(head.subarray(0, 400))
    .trimStart()
    .split(/[\r\n]/)[0];
  return `it begins with ${JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}…` : line)}`;
}
