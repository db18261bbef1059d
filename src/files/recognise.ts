// Recognises how a file is written from its name and its first bytes. The bytes are believed where they contradict the name; where they fit, or tell
// nothing, the name is.

import { describeDialect, dialectOf } from './csv-dialect';
import { compressedAgain, latin1, showBytes, unreadable } from './first-bytes';
import { type FileFormat, formatCalled, hintOf, type NameHint, SAY_FORMAT, unknownFormat } from './format-of';
import { FORMAT_NAMES, type FormatName } from './formats/index';
import { MAX_OUTLINE, outlineOf } from './json-outline';
import type { CsvDialect } from './layout';
import { fileName } from './record-error';
import { encodingOf } from './text-encoding';

/** The cells of a table of text are looked at in this many bytes. */
const TABLE_BYTES = 2 ** 16;

/** No more than this is ever needed. */
export const MAX_HEAD_BYTES = MAX_OUTLINE;

export interface Recognised {
  format: Omit<FileFormat, 'compression'>;
  /** What was found that the name does not tell and that changes what is read. */
  notice?: string;
}

export interface Head {
  /** The first bytes, decompressed. */
  bytes: Uint8Array;
  /** Whether there are no more. */
  ended: boolean;
}

/**
 * The format of a file, and what its reader needs to know.
 *
 * @param file - its name.
 * @param given - the format that the user names.
 * @returns undefined if more bytes are needed.
 * @throws Error if nothing tells the format, or the first bytes show something that is not read.
 */
export function recognise({ bytes, ended }: Head, file: string, given?: FormatName): Recognised | undefined {
  if (bytes.length < 16 && !ended) return undefined;
  const name = fileName(file);
  const start = latin1(bytes, 64);
  const hint = file === '-' ? { ending: '' } : hintOf(file);
  const told = given ?? hint.format;
  if (bytes.length === 0) return { format: { format: told ?? 'jsonl' } };
  const table = FORMAT_NAMES.find((format) => formatCalled(format).start?.test(start));
  if (table && !(given && formatCalled(given).unit === 'row')) return { format: { format: table } };
  const said = given ? undefined : (compressedAgain(bytes) ?? unreadable(bytes));
  if (said) throw unknownFormat(`${name} cannot be read: ${said}`);
  if (told && formatCalled(told).unit === 'row' && !looksLikeJson(start)) return { format: { format: told } };
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-32') throw unknownFormat(`${name} is written in UTF-32, which is not read: convert it to UTF-8`);
  const text = new TextDecoder(encoding ?? 'utf-8').decode(bytes, { stream: !ended });
  const found = formatOfText(text, ended, hint, given);
  if (found === undefined) return undefined;
  if (found === null)
    throw unknownFormat(
      `${name} does not tell its format, neither by its name nor by its content: ${showBytes(bytes)}; ${SAY_FORMAT}`
    );
  return { ...found, format: { ...found.format, ...(encoding ? { encoding } : {}) } };
}

const looksLikeJson = (start: string) => /^(\xef\xbb\xbf)?\s*(\{\s*["}]|\[\s*["[{\]])/.test(start);

/** null if nothing tells the format; undefined if more of the text is needed. */
function formatOfText(
  text: string,
  ended: boolean,
  { format: told, ending }: NameHint,
  given?: FormatName
): Recognised | null | undefined {
  const first = text.trimStart();
  // a sequence of JSON texts has a mark before each of them, which the reader of documents passes over
  if (first.charCodeAt(0) === 0x1e && given !== 'jsonl') return { format: { format: 'json' } };
  if (first === '' && !ended && text.length < MAX_HEAD_BYTES) return undefined;
  const usual = given ?? told;
  const isJson = /^(\{\s*(["}]|$)|\[\s*(["[{\]]|$))/.test(first);
  if (given === 'jsonl' || given === 'json' || (given === undefined && isJson)) {
    if (!isJson) return { format: { format: given as FormatName } };
    return jsonOf(
      text,
      ended,
      given ?? (ending === 'jsonl' || ending === 'ndjson' || ending === 'jsonlines' ? 'jsonl' : undefined)
    );
  }
  const enough = ended || text.length >= TABLE_BYTES;
  if (!enough) return undefined;
  const isCsv = usual === 'csv' || usual === 'tsv';
  const delimiter = usual === 'tsv' ? '\t' : ',';
  const dialect =
    first === '' ? undefined : dialectOf(text.slice(0, TABLE_BYTES), ended && text.length <= TABLE_BYTES, delimiter);
  if (isCsv) return tableOf(usual, delimiter, dialect);
  if (dialect && looksLikeTable(first, dialect)) return tableOf('csv', ',', dialect);
  return usual ? { format: { format: usual } } : first === '' ? { format: { format: 'jsonl' } } : null;
}

function jsonOf(text: string, ended: boolean, told?: 'jsonl' | 'json'): Recognised | undefined {
  const outline = outlineOf(text, ended, told === 'jsonl');
  return outline && { format: outline };
}

function tableOf(format: 'csv' | 'tsv', usual: string, dialect: CsvDialect | undefined): Recognised {
  if (!dialect) return { format: { format } };
  const notice = describeDialect(dialect, usual);
  return { format: { format, csv: dialect }, ...(notice ? { notice } : {}) };
}

/** Whether a text whose name does not say so is a table: its first line names columns, and there is a second. */
function looksLikeTable(text: string, { delimiter }: CsvDialect): boolean {
  const [header, second] = text.split(/\r\n|\n|\r/);
  const names = header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  const areNames = names.every((name) => name !== '' && name.length <= 64 && !Number.isFinite(Number(name)));
  return areNames && new Set(names).size === names.length && second !== undefined && second.trim() !== '';
}
