// "The code for this" of a file of the reader's: the command with its name and columns, and how a plain file is read in code.

import type { ReferenceName } from '../../src/input/support';
import { isMean } from '../files/choice-names';
import type { HowRead } from '../files/how-read';
import type { FileColumns } from '../references';
import { pythonOf } from './python';
import type { CodeTexts } from './texts';

/** What is read of a file, and which of its prompts or runs is shown. */
export interface ShownFile {
  name: string;
  /** The files that are shown with it, a run each. */
  others?: readonly string[];
  columns: FileColumns;
  choice?: string;
  /** How many runs there are; 1 by default. */
  runs?: number;
  /** How it was read; by default as plain code does, with columns that the reader has chosen. */
  read?: HowRead;
  /** A text without a file that the command could read. */
  isPasted?: boolean;
}

const OPTIONS: Record<ReferenceName, string> = { probs: 'prob', weights: 'weight', logProbs: 'logprob', logits: 'logit' };

export function codeOfFile(file: ShownFile, n: number): CodeTexts {
  if (!file.isPasted || file.columns.kind === 'numbers') return ofFile(file, n);
  const { note, ...texts } = ofFile({ ...file, name: SAVED_AS }, n);
  return { ...texts, note: `Save the text as ${SAVED_AS} first. ${note}` };
}

/** The command finds out by itself what format a text has. */
const SAVED_AS = 'pasted.txt';

const PLAIN: HowRead = { isKnown: false, isPlain: true };

function ofFile({ name, others = [], columns, choice, runs = 1, read = PLAIN }: ShownFile, n: number): CodeTexts {
  const records = read.isPlain ? recordsOf(name) : undefined;
  if (columns.kind === 'numbers') return { note: NO_COLUMNS };
  if (columns.kind === 'support') return ofSupport(name, columns, records, n);
  const { prompt, reward, logProb } = columns;
  const shell = [
    'npx best-of-n samples',
    ...[name, ...others].map((file) => quoted(fileArgument(file))),
    // where the command finds the columns itself, it reads them as that kind of file has them
    ...(read.isKnown
      ? []
      : [...prompt.map((column) => `-p ${quoted(columnArgument(column))}`), `-r ${quoted(columnArgument(reward))}`]),
    ...(logProb === undefined ? [] : [`--logprob ${quoted(columnArgument(logProb))}`]),
    `-n ${n}\n`,
  ].join(' ');
  if (choice !== undefined && !isMean(choice))
    return {
      shell,
      note: 'The command takes all prompts of a run together: choose their mean to see the same numbers here.',
    };
  if (runs > 1) return { shell, note: 'The command shows all runs, the one that is open here among them.' };
  if (records === undefined) return { shell, note: NO_CODE };
  const js = [
    '// npm install best-of-n',
    "import { readFileSync } from 'node:fs';",
    "import { aggregate, Samples } from 'best-of-n';",
    '',
    ...records,
    'const prompts = new Map();',
    'for (const record of records) {',
    `  const key = ${prompt.length === 1 ? `String(${field(prompt[0])})` : `JSON.stringify([${prompt.map(field).join(', ')}])`};`,
    `  if (!prompts.has(key)) prompts.set(key, { rewards: []${logProb === undefined ? '' : ', logProbs: []'} });`,
    `  prompts.get(key).rewards.push(Number(${field(reward)}));`,
    ...(logProb === undefined ? [] : [`  prompts.get(key).logProbs.push(Number(${field(logProb)}));`]),
    '}',
    'const samples = [...prompts.values()].map((prompt) => Samples.from(prompt));',
    `console.log(aggregate(samples, { ns: [${n}] }).rows[0]);`,
    '',
  ].join('\n');
  return { js, shell, note: 'Python has no text here: estimates from samples take more than a formula.' };
}

function ofSupport(
  name: string,
  { reference, as, reward }: Extract<FileColumns, { kind: 'support' }>,
  records: string[] | undefined,
  n: number
): CodeTexts {
  // where all outcomes are equally likely there is no column for the command to read
  const shell =
    reference === undefined
      ? {}
      : {
          shell: `npx best-of-n support ${quoted(fileArgument(name))} --${OPTIONS[as]} ${quoted(columnArgument(reference))} --reward ${quoted(columnArgument(reward))} -n ${n}\n`,
        };
  if (records === undefined) return { ...shell, note: NO_CODE };
  const js = [
    '// npm install best-of-n',
    "import { readFileSync } from 'node:fs';",
    "import { Support } from 'best-of-n';",
    '',
    ...records,
    'const input = {',
    `  ${as}: records.map(${reference === undefined ? '() => 1' : `(record) => Number(${field(reference)})`}),`,
    `  rewards: records.map((record) => Number(${field(reward)})),`,
    '};',
    `console.log(Support.from(input).metrics(${n}));`,
    '',
  ].join('\n');
  const given =
    reference === undefined
      ? 'np.ones(len(records))'
      : `np.array([float(record[${JSON.stringify(reference)}]) for record in records])`;
  const probs =
    as === 'probs' || as === 'weights' ? [`probs = ${given}`] : [`logs = ${given}`, 'probs = np.exp(logs - logs.max())'];
  const python = pythonOf(
    [...pythonRecords(name), ...probs, `rewards = np.array([float(record[${JSON.stringify(reward)}]) for record in records])`],
    n
  );
  return { js, python, ...shell, note: '' };
}

const NO_COLUMNS =
  'These are numbers without columns. In code, Support.from({ rewards, weights }) takes them; docs/library.md says more.';

const NO_CODE =
  'The command reads the file as this page does. In code, read its records first: docs/library.md and docs/samples.md say what to do with them.';

/** How the records of a plain file are read; undefined for other formats, compressed ones and those that only their name does not tell. */
function recordsOf(name: string): string[] | undefined {
  // some programs begin a text with a mark of UTF-8
  const read = `readFileSync(${JSON.stringify(name)}, 'utf8').replace(/^\\ufeff/, '')`;
  if (/\.(jsonl|ndjson)$/i.test(name))
    return [`const records = ${read}.split('\\n').filter((line) => line.trim()).map((line) => JSON.parse(line));`];
  if (!/\.[ct]sv$/i.test(name)) return undefined;
  const separator = /\.tsv$/i.test(name) ? '\\t' : ',';
  return [
    `const text = ${read};`,
    'const table = [[]];',
    '// each cell, in quotation marks or without, and what ends it',
    `for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^${separator}\\r\\n]*))(${separator}|\\r\\n?|\\n|$)/g)) {`,
    `  table.at(-1).push(quoted?.replaceAll('""', '"') ?? bare);`,
    `  if (end !== '${separator}') table.push([]);`,
    '}',
    'const [names, ...rows] = table.filter((cells) => cells.some((cell) => cell.trim()));',
    'const records = rows.map((cells) => Object.fromEntries(names.map((name, i) => [name.trim(), cells[i]])));',
  ];
}

function pythonRecords(name: string): string[] {
  // utf-8-sig is UTF-8 with or without a mark of it at the beginning
  const open = `open(${JSON.stringify(name)}, encoding="utf-8-sig", newline="")`;
  if (/\.(jsonl|ndjson)$/i.test(name)) return ['import json', `records = [json.loads(line) for line in ${open} if line.strip()]`];
  return [
    'import csv',
    `names, *rows = (row for row in csv.reader(${open}${/\.tsv$/i.test(name) ? ', delimiter="\\t"' : ''}) if any(row))`,
    'records = [dict(zip((name.strip() for name in names), row)) for row in rows]',
  ];
}

const field = (column: string) => `record[${JSON.stringify(column)}]`;

/** In a list of columns a comma would separate two. */
const columnArgument = (column: string) => column.replaceAll(',', '\\,');

/** A name that begins like an option, or is a number, is none as a path. */
const fileArgument = (name: string) => (/^(-|\d+$)/.test(name) ? `./${name}` : name);

/** A word of a shell, in quotation marks where it needs them. */
function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
