// Files of the reader's, as the page takes them: the same readers as the command's, over what a browser has.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { describeFile } from '../../site/files/describe';
import { type FileSpec, readSource } from '../../site/files/file-source';
import { choicesIn, viewOf } from '../../site/files/file-view';
import { onPage } from '../../site/files/page-message';
import type { FileColumns } from '../../site/references';
import { Explorer } from '../../site/worker/explorer';
import { fixture } from '../helpers/fixtures';
import { FIXTURES, FIXTURES_FOLDER, runOf } from '../helpers/kind-fixtures';

let id = 0;

const fileOf = (name: string, content: string | Uint8Array) => new File([content as BlobPart], name);
const stored = (path: string) => fileOf(basename(path), readFileSync(path));

async function fileView(spec: FileSpec) {
  const source = await readSource(spec);
  return { view: viewOf(source), choices: choicesIn(source).choices };
}

/** What the page shows of a file that is dropped: what it is taken for, and the mean reward of the best of n. */
async function shown(file: File, ns: readonly number[] = [1]) {
  const { takenFor, guess, columns } = await describeFile(file);
  const { view, choices } = await fileView({ name: 'file', file, id: id++, columns: guess as FileColumns });
  const means = ns.map((n) => view.at(n).values.expectedReward as number);
  const { facts } = view.overview(1);
  view.dispose();
  return { takenFor, guess, columns, choices, facts, means };
}

/** Two prompts with the rewards 1, 0 and 0.5, 0.5. */
const samples = [
  { prompt: 'a', reward: 1 },
  { prompt: 'a', reward: 0 },
  { prompt: 'b', reward: 0.5 },
  { prompt: 'b', reward: 0.5 },
];
const lines = samples.map((row) => `${JSON.stringify(row)}\n`).join('');
const table = (delimiter: string, comma = false) =>
  [['prompt', 'reward'], ...samples.map(({ prompt, reward }) => [prompt, reward])]
    .map((cells) => cells.join(delimiter))
    .join('\n')
    .replaceAll('.', comma ? ',' : '.');

describe('a dropped file', () => {
  it.each<[string, string, string | Uint8Array, RegExp]>([
    ['JSON lines', 'a.jsonl', lines, /reward reward$/],
    ['an array', 'a.json', JSON.stringify(samples), /reward reward$/],
    ['records under a key', 'a.json', JSON.stringify({ model: 'm', results: samples }, null, 2), /reward reward$/],
    ['semicolons', 'a.csv', table(';'), /\(its cells are separated by a semicolon\)$/],
    [
      'a decimal comma',
      'a.csv',
      table(';', true),
      /\(its cells are separated by a semicolon, and the numbers of reward have a decimal comma\)$/,
    ],
    ['tabs', 'a.csv', table('\t'), /\(its cells are separated by a tab\)$/],
    ['tabs under their own name', 'a.tsv', table('\t'), /reward reward$/],
    ['no ending', 'runs', lines, /reward reward$/],
    ['UTF-16', 'a.jsonl', Buffer.from(`\ufeff${lines}`, 'utf16le'), /\(it is written in UTF-16\)$/],
    ['gzip', 'a.csv.gz', gzipSync(table(',')), /reward reward$/],
  ])('%s', async (_, name, content, takenFor) => {
    const found = await shown(fileOf(name, content), [1, 2]);
    expect(found.takenFor).toMatch(takenFor);
    // the best of two: 1 and 0.5
    expect(found.means).toEqual([0.5, 0.75]);
  });

  it('records by task: entries of an object, each a list of passes', async () => {
    const { means, facts, columns, guess } = await shown(stored(`${FIXTURES_FOLDER}/evalplus.json`), [1, 2]);
    // plus: 1, 0, 0; 1, 1, 0; 0, 0, 0
    expect(means[0]).toBeCloseTo(1 / 3, 14);
    expect(means[1]).toBeCloseTo(5 / 9, 14);
    expect(facts.slice(0, 2)).toEqual([
      ['prompts', '3'],
      ['samples', '9'],
    ]);
    // the lists of the page offer what the file was taken for, though it stands deeper than the fields
    expect(columns).toEqual(expect.arrayContaining(['task_id', 'plus']));
    expect(guess).toMatchObject({ prompt: ['task_id'], reward: 'plus' });
  });

  it('letters of a log of Inspect count what they mean', async () => {
    // C, I; P, N; C, I
    const { means } = await shown(stored(`${FIXTURES_FOLDER}/inspect.json`), [1, 2]);
    expect(means[0]).toBeCloseTo(5 / 12, 14);
    expect(means[1]).toBeCloseTo(5 / 6, 14);
  });

  it('Zstandard, zip and Arrow, as other programs write them', async () => {
    const frames = stored(fixture('frames.zstd.jsonl.zst'));
    const guess = (await describeFile(frames)).guess as FileColumns;
    const { view, choices } = await fileView({ name: 'file', file: frames, id: id++, columns: guess, choice: '0-1' });
    expect(choices[0].label).toBe('mean over 10,000 prompts');
    // of the samples 4 to 7 the sixth passes, as every third does
    expect(view.at(1).values.expectedReward).toBe(0.25);
    view.dispose();
    const shards = await shown(stored(fixture('shards.python.zip')));
    expect(shards.means[0]).toBeCloseTo((1 + 0 + 0.5) / 3, 14);
    const log = await shown(stored(fixture('log.python.eval')));
    expect(log.facts.slice(0, 2)).toEqual([
      ['prompts', '3'],
      ['samples', '6'],
    ]);
    expect(log.means[0]).toBeCloseTo(2 / 6, 14);
    const [arrow, parquet] = await Promise.all([
      shown(stored(fixture('ratings.polars.arrow')), [1, 2]),
      shown(stored(fixture('ratings.polars.parquet')), [1, 2]),
    ]);
    expect(arrow.means).toEqual(parquet.means);
  });

  it('of every known kind is taken for it', async () => {
    for (const name of FIXTURES) {
      const { means, guess, takenFor } = await shown(stored(`${FIXTURES_FOLDER}/${name}`));
      expect(takenFor, name).toMatch(/^taken for /);
      const { columns, curves } = await runOf(name, [1]);
      expect(guess, name).toMatchObject({ prompt: columns.prompt, reward: columns.reward });
      expect(means, name).toEqual(Object.values(curves[0].means)[0]);
    }
  });
});

describe('a table of samples', () => {
  /** The rewards 1 and 0 of one prompt, and 0 and 0 of another. */
  const tableOf = (prompt: string, reward: string, more = '') =>
    fileOf(
      'a.csv',
      [
        `${prompt},${reward}${more && `,${more}`}`,
        ...['a,1', 'a,0', 'b,0', 'b,0'].map((cells) => cells + (more && ',0.25')),
      ].join('\n')
    );

  it.each([
    ['task', 'score', ''],
    ['Task', 'accuracy', ''],
    ['goal', 'reward', 'p'],
    ['doc', 'score', 'weight'],
    ['question', 'score', ''],
    ['question', 'score', 'prob'],
    ['problem', 'reward', 'count'],
    ['problem_idx', 'is_correct', 'prob'],
    ['instruction', 'value', ''],
    ['id', 'score', 'logit'],
  ])('%s beside %s and %s has its prompts', async (prompt, reward, more) => {
    const { guess, means } = await shown(tableOf(prompt, reward, more), [1, 2]);
    expect(guess).toMatchObject({ kind: 'samples', prompt: [prompt], reward });
    expect(means).toEqual([0.25, 0.5]);
  });

  it('outcomes with an id each are a reference, and a mean of each model and task is no sample', async () => {
    const outcomes = fileOf('a.csv', 'id,prob,reward\n1,0.25,0\n2,0.75,1\n');
    expect((await describeFile(outcomes)).guess).toMatchObject({ kind: 'support', reference: 'prob' });
    const results = fileOf('a.csv', 'model,task,score\nm,t,0.5\nm,u,0.25\no,t,1\no,u,0\n');
    expect((await describeFile(results)).guess).toBeUndefined();
  });
});

describe('messages', () => {
  it.each<[string, string | Uint8Array, string]>([
    [
      'notes.txt',
      'x',
      'notes.txt does not tell its format, neither by its name nor by its content: it begins with "x"; give it a name that ends in .jsonl, .json, .csv, .tsv, .parquet or .arrow',
    ],
    [
      'a.jsonl',
      '{"task_id":1,"passed":true}\n{"task_id":1,"passed":null}\n',
      'a.jsonl:2: passed is null, expected a finite number, true or false; correct the file, or choose other columns on the page',
    ],
    [
      'a.jsonl',
      '{"id":"a","epoch":1,"scores":{"match":{"value":"C"}}}\n{"id":"a","epoch":2,"scores":{"match":{"value":"--X"}}}\n',
      'a.jsonl:2: match is "--X"; the labels are C, I, P, N, yes, no, Yes, No, true, false, True, False; correct the file, or choose other columns on the page',
    ],
    ['a.jsonl.gz', gzipSync(lines).subarray(0, -9), 'a.jsonl.gz: the compressed data is damaged, or ends too early'],
    ['a.csv', '', 'a.csv: the file holds no records'],
    ['a.xlsx', Buffer.from('PK\u0005\u0006'.padEnd(22, '\0'), 'latin1'), 'a.xlsx: the zip archive holds no file with records'],
  ])('%s', async (name, content, message) => {
    await expect(shown(fileOf(name, content))).rejects.toThrow(message);
  });

  it('speak of no option of the command, whatever the readers say', () => {
    // where a kind of file lies is said in the documentation only
    const saidBy = (path: string) =>
      readFileSync(path, 'utf8')
        .replace(/^ *where:\s+.*$/gm, '')
        .match(/'[^'\n]*(?<![\w-])--[a-z][^'\n]*'|`[^`\n]*--[a-z][^`\n]*`/g);
    const paths = ['scoring', 'sample-columns', 'grouping', 'kinds/trl', 'kinds/inspect', 'kinds/lighteval', 'kinds/harness-log'];
    const messages = paths.flatMap((path) => saidBy(`src/sample-files/${path}.ts`) ?? []).map((text) => text.slice(1, -1));
    expect(messages.length).toBeGreaterThan(paths.length);
    for (const message of messages) {
      const whole = message.startsWith(';') ? `x is 1${message}` : /^--/.test(message) ? `x is 1; ${message}` : message;
      expect((onPage(new Error(whole)) as Error).message).not.toMatch(/(?<![\w-])--[a-z]/);
    }
  });
});

describe('several runs in one file', () => {
  /** Runs of one prompt whose two rewards are g and g + 1. */
  const rowsOf = (runs: number) =>
    Array.from({ length: 2 * runs }, (_, i) => {
      const run = Math.floor(i / 2);
      return `${JSON.stringify({ model: `m${run}`, prompt: 'a', reward: run + (i % 2) })}\n`;
    }).join('');
  const opened = async (runs: number, choice?: string) => {
    const file = fileOf('runs.jsonl', rowsOf(runs));
    const guess = (await describeFile(file)).guess as FileColumns;
    return (await fileView({ name: 'file', file, id: id++, columns: guess, choice })).view;
  };

  it('the others stand beside the one that is open, each in the look of its place', async () => {
    const view = await opened(3, 'all-1');
    const { others = [], facts } = view.overview(1);
    expect(others.map(({ name, place }) => [name, place])).toEqual([
      ['m0', 0],
      ['m2', 2],
    ]);
    expect(others.map(({ curves }) => Array.from(curves.expectedReward ?? []))).toEqual([
      [0.5, 1],
      [2.5, 3],
    ]);
    expect(facts).toContainEqual(['runs', '3']);
    const { values, others: beside = [] } = view.at(2);
    expect([values, ...beside].map(({ expectedReward }) => expectedReward)).toEqual([2, 1, 3]);
  });

  it('more than can be told apart are shown one at a time, and that is said', async () => {
    const { others, facts } = (await opened(9)).overview(1);
    expect(others).toEqual([]);
    expect(facts).toContainEqual(['runs', '9, shown one at a time']);
  });
});

describe('a file is read once', () => {
  /** Counts how often it is read from its beginning on, to the end. */
  class CountedFile extends File {
    reads = 0;
    override slice(start?: number, end?: number, type?: string): Blob {
      if (end === undefined) this.reads++;
      return super.slice(start, end, type);
    }
  }
  const rows = Array.from({ length: 5000 }, (_, i) => `t${i % 50},${i % 7}`).join('\n');
  const columns: FileColumns = { kind: 'samples', prompt: ['prompt'], reward: 'reward' };

  it('also where another worker needs it, or the reader comes back to it', async () => {
    const file = new CountedFile([`prompt,reward\n${rows}\n`], 'a.csv');
    const spec = { name: 'file' as const, file, id: id++, columns };
    const [slider, background] = [new Explorer(), new Explorer()];
    const first = await slider.open(spec, 16);
    const { reads } = file;
    const { port1, port2 } = new MessageChannel();
    const taken = background.takeOver(port2);
    slider.handOver(port1);
    await taken;
    expect(background.rows([4])).toEqual(slider.rows([4]));
    await slider.open({ name: 'uniform-10', temperature: 1, rewards: 'likely' }, 16);
    const again = await slider.open(spec, 16);
    expect(again.facts).toEqual(first.facts);
    expect(again.serial).toBeGreaterThan(first.serial);
    await slider.open({ ...spec, choice: '0-3' }, 16);
    expect(file.reads).toBe(reads);
  });

  it('tells how far it has come, and can be given up', async () => {
    const file = fileOf('a.csv', `prompt,reward\n${rows}\n`);
    const parts: number[] = [];
    const controller = new AbortController();
    await readSource({ name: 'file', file, id: id++, columns }, controller.signal, (part) => parts.push(part));
    expect(parts.at(-1)).toBe(1);
    controller.abort();
    await expect(readSource({ name: 'file', file, id: id++, columns }, controller.signal)).rejects.toThrow();
    const explorer = new Explorer();
    const opening = explorer.open({ name: 'file', file, id: id++, columns }, 16);
    explorer.stopReading();
    await expect(opening).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

it('a table without names in which not all are numbers, and one whose columns do not tell, are not computed with', async () => {
  await expect(describeFile(fileOf('a.csv', '0.5,1\n0.5,x\n'))).rejects.toThrow(/^a\.csv:2: "x" is no number/);
  expect((await describeFile(fileOf('a.csv', 'a,2\n0.5,2\n'))).guess).toBeUndefined();
  expect((await describeFile(fileOf('a.jsonl', '{"1":0.5,"2":2}\n'))).guess).toBeUndefined();
});

it.each(['50%\n0.6\n0.7\n', '$1\n3\n4\n', '"50%","1"\n0.5,2\n'])(
  'a first line of numbers in another writing, as of %j, is not taken for names and left out',
  async (text) => {
    await expect(describeFile(fileOf('a.csv', text))).rejects.toThrow(/its first line holds numbers and not the names/);
  }
);

it('a column of words is no reward where one of numbers may be', async () => {
  const { guess } = await describeFile(fileOf('a.csv', 'p,reward_model,score\n0.5,a,1\n0.5,b,2\n'));
  expect(guess).toEqual({ kind: 'support', reference: 'p', as: 'probs', reward: 'score' });
  const samples = await describeFile(fileOf('b.csv', 'doc_id,reward_model,utility\n1,a,1\n1,b,2\n'));
  expect(samples.guess).toMatchObject({ kind: 'samples', reward: 'utility' });
});
