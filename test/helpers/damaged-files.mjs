// The files that are damaged to see what becomes of them, with what each must give when it is read in spite of the damage.

import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const FIXTURES = new URL('../fixtures/', import.meta.url);

const records = Array.from({ length: 60 }, (_, i) => ({
  prompt: `prompt ${i % 7}`,
  text: i % 9 === 0 ? `said "yes",\nthen "no" ${i}` : `answer ${i}, of some length`,
  reward: (i * 7) % 5,
}));
const quoted = (value) => (/["\n,\t]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value);
const table = (delimiter) =>
  [
    'prompt\ttext\treward'.replaceAll('\t', delimiter),
    ...records.map((record) => Object.values(record).map(quoted).join(delimiter)),
  ].join('\n');
const lines = records.map((record) => `${JSON.stringify(record)}\n`);
const members = [lines.slice(0, 25), lines.slice(25)].map((some) => gzipSync(some.join('')));

const COLUMNS = ['-p', 'prompt', '-r', 'reward'];

/**
 * `length` is the number of lines or rows that the file declares, so that no fewer may come; texts declare none.
 *
 * @type {{ name: string, format: string, bytes: Uint8Array, args: string[], length?: number }[]}
 */
export const FILES = [
  ...readdirSync(FIXTURES)
    .filter((name) => /\.(parquet|arrows?)$/.test(name))
    .map((name) => {
      const bytes = Uint8Array.from(readFileSync(new URL(name, FIXTURES)));
      const format = name.endsWith('.parquet') ? 'parquet' : 'arrow';
      if (name.startsWith('zipf')) return { name, format, bytes, args: ['support', '--weight', 'weight', '-r', 'reward'] };
      const length = name.startsWith('blocks')
        ? 40_000
        : name.startsWith('big')
          ? 8200
          : name.startsWith('wide')
            ? 4
            : name.startsWith('ratings')
              ? 30
              : 6;
      return { name, format, bytes, args: ['samples', ...(length === 6 ? COLUMNS : [])], length };
    }),
  ...[
    ['a.jsonl', lines.join('')],
    ['a.csv', table(',')],
    ['a.tsv', table('\t')],
  ].map(([name, text]) => ({
    name,
    format: name.slice(2),
    bytes: Uint8Array.from(Buffer.from(text)),
    args: ['samples', ...COLUMNS],
  })),
  {
    name: 'a.jsonl.gz',
    format: 'gzip',
    bytes: Uint8Array.from(Buffer.concat(members)),
    args: ['samples', ...COLUMNS],
    length: 60,
  },
  { name: 'a.csv.gz', format: 'gzip', bytes: Uint8Array.from(gzipSync(table(','))), args: ['samples', ...COLUMNS], length: 68 },
];
