// The table of formats: a format is a file in this folder and a line in each of the two lists below. The one says what is known
// of a format before a file is opened, the other how its files are read.

import { arrow, arrowReader } from './arrow';
import { csv, csvReader, tsv, tsvReader } from './csv';
import type { Format, FormatReader } from './format';
import { json, jsonReader } from './json';
import { jsonl, jsonlReader } from './jsonl';
import { parquet, parquetReader } from './parquet';

/** The formats by the name that `--input` takes, in the order in which messages list them. */
export const FORMATS = { jsonl, json, csv, tsv, parquet, arrow } satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

export const READERS: Record<FormatName, FormatReader> = {
  jsonl: jsonlReader,
  json: jsonReader,
  csv: csvReader,
  tsv: tsvReader,
  parquet: parquetReader,
  arrow: arrowReader,
};

/** The titles of the formats as a sentence lists them: `JSON lines, CSV, TSV, Parquet or Arrow`. */
export function formatTitles(): string {
  // Intl.ListFormat would take a tenth of the command's start
  const titles = Object.values(FORMATS).map(({ title }) => title);
  return `${titles.slice(0, -1).join(', ')} or ${titles[titles.length - 1]}`;
}

export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];
