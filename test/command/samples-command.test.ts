// `best-of-n samples` as it is used: files of every known kind in, curves out, mistakes explained.

import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AggregateResult, aggregate, passAtK, Samples } from '../../src/index';
import { bin, runIn, unwrapped } from '../helpers/command';
import { fixture } from '../helpers/fixtures';

let folder: string;
/** A run that waits some seconds for a server, meanwhile others are tested. */
let unanswered: Promise<{ code?: number; stdout: string; stderr: string }>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-samples-'));
  const args = [bin, 'samples', fixture('kinds/plain.jsonl'), '--redis', 'redis://127.0.0.1:1'];
  unanswered = promisify(execFile)(process.execPath, args).catch((error) => error);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: readonly string[], input?: string | Uint8Array) => runIn(folder, ['samples', ...args], input);

const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const records = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

interface Json {
  files: { file: string; length: number; samples: number; skipped: number; faults: string[] }[];
  shape: { kind: string; prompt: string[]; reward: string; scores: string[]; by?: string[] };
  curves: (AggregateResult & { total: number; filter?: string })[];
}

function curvesOf(args: readonly string[], input?: string | Uint8Array): Json {
  const { stdout, stderr, status } = run([...args, '--format', 'json'], input);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** What the library says of prompts, each a list of rewards, with the command's defaults. */
function expected(prompts: number[][], ns: number[], scores?: Record<string, number[][]>) {
  const samples = prompts.map((rewards, i) =>
    Samples.from({ rewards, scores: Object.fromEntries(Object.entries(scores ?? {}).map(([name, lists]) => [name, lists[i]])) })
  );
  return JSON.parse(JSON.stringify(aggregate(samples, { ns })));
}

describe('kinds of files', () => {
  it('code generation: task_id, passed; the expected reward is pass@k', () => {
    const tasks = [3, 0, 5, 1, 6].map((correct, t) => ({ t, correct, size: 6 + t }));
    // a task's samples are no neighbours
    const rows = tasks.flatMap(({ t, correct, size }) =>
      Array.from({ length: size }, (_, i) => ({
        i,
        row: { task_id: `HumanEval/${t}`, completion: 'return 1', passed: i < correct },
      }))
    );
    write('he.jsonl', lines(rows.sort((a, b) => a.i - b.i).map(({ row }) => row)));
    const { shape, curves } = curvesOf(['he.jsonl', '-n', '1,2,5,8']);
    expect(shape.kind).toBe('code-generation samples');
    for (const { n, answered, expectedReward } of curves[0].rows) {
      const able = tasks.filter(({ size }) => size >= n);
      expect([answered, expectedReward.prompts]).toEqual([able.length, able.length]);
      const mean = able.reduce((sum, { size, correct }) => sum + passAtK(size, correct, n), 0) / able.length;
      expect(expectedReward.mean).toBeCloseTo(mean, 14);
    }
  });

  it('evaluation-harness logs: a row per document and filter, which are no repeats', () => {
    const row = (doc_id: number, filter: string, exact_match: number) => ({
      doc_id,
      doc: { question: '?' },
      target: '3',
      arguments: {},
      resps: [['3']],
      filtered_resps: ['3'],
      filter,
      metrics: ['exact_match'],
      doc_hash: `hash ${doc_id}`,
      exact_match,
    });
    const repeat = (strict: number) =>
      lines([0, 1].flatMap((doc) => [row(doc, 'strict', doc * strict), row(doc, 'flexible', 1)]));
    write('run1.jsonl', repeat(1));
    write('run2.jsonl', repeat(0));
    const { shape, curves } = curvesOf(['run1.jsonl', 'run2.jsonl', '--pool']);
    expect(shape).toMatchObject({
      kind: 'evaluation-harness log',
      prompt: ['doc_id', 'doc_hash'],
      reward: 'exact_match',
      by: ['filter'],
    });
    expect(curves.map(({ filter, prompts, total }) => [filter, prompts, total])).toEqual([
      ['strict', 2, 4],
      ['flexible', 2, 4],
    ]);
    expect(curves[0].rows).toEqual(
      expected(
        [
          [0, 0],
          [1, 0],
        ],
        [1, 2]
      ).rows
    );
    const { stdout } = run(['run1.jsonl', 'run2.jsonl', '--pool']);
    expect(stdout).toMatch(/filter strict: 2 prompts of 2 samples.+filter flexible: 2 prompts of 2 samples/s);
  });

  it('evaluation-harness logs that do not name their metrics: every number is one, no hash is', () => {
    const log = { doc_id: 3, target: 1, resps: [], filtered_resps: [], doc_hash: '7e12', acc: 1, acc_norm: 0 };
    write('log.jsonl', lines([log, { ...log, doc_id: 4, acc: 0 }]));
    expect(curvesOf(['log.jsonl']).shape).toMatchObject({ reward: 'acc', scores: ['acc_norm'] });
    expect(curvesOf(['log.jsonl']).shape.by).toBeUndefined();
  });

  it('reward-model runs: input, output, reward; prompts scattered', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ input: `q${(i * 7) % 5}`, output: 'o', reward: Math.sin(i) }));
    write('rm.jsonl', lines(rows));
    const { shape, curves } = curvesOf(['rm.jsonl']);
    expect(shape.kind).toBe('reward-model run');
    const prompts = [0, 2, 4, 1, 3].map((p) => rows.filter(({ input }) => input === `q${p}`).map(({ reward }) => reward));
    expect(curves[0].rows).toEqual(expected(prompts, [1, 2, 4, 8]).rows);
  });

  it('environment rollouts: example_id or id, reward, a key per reward function', () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({
      id: i % 3,
      reward: i / 2,
      correct: (i * i) % 2,
      generation_ms: i,
      task: 'math',
      answer: String(i),
    }));
    write('roll.jsonl', lines(rows));
    const { shape, curves } = curvesOf(['roll.jsonl']);
    expect(shape).toMatchObject({ kind: 'scored answers', prompt: ['id'], scores: ['correct'] });
    const lists = (name: 'reward' | 'correct') => [0, 1, 2].map((p) => rows.filter(({ id }) => id === p).map((row) => row[name]));
    expect(curves[0].rows).toEqual(expected(lists('reward'), [1, 2, 4], { correct: lists('correct') }).rows);
    write('roll2.jsonl', lines(rows.map(({ id, ...row }) => ({ example_id: id, ...row }))));
    // environments may count their examples each from the beginning
    const prompt = ['task', 'example_id'];
    expect(curvesOf(['roll2.jsonl'])).toMatchObject({ shape: { kind: 'environment rollouts', prompt }, curves });
    // in CSV numbers are text
    const csv = rows.map((row) => `${Object.values(row).join(',')}\n`).join('');
    write('roll.csv', `${Object.keys(rows[0]).join(',')}\n${csv}`);
    expect(curvesOf(['roll.csv'])).toMatchObject({ shape: { scores: ['correct'] }, curves });
  });

  it('wide best-of-k: question_id, response_1, …, scores; a row a prompt, booleans or numbers', () => {
    const rows = [
      { question_id: 1, response_1: 'a', response_2: 'b', response_3: 'c', scores: [true, false, true] },
      { question_id: 2, response_1: 'a', response_2: 'b', scores: [false, false] },
    ];
    write('wide.jsonl', lines(rows));
    const { shape, curves } = curvesOf(['wide.jsonl']);
    expect(shape.kind).toBe('wide best-of-k file');
    expect(curves[0].rows).toEqual(
      expected(
        [
          [1, 0, 1],
          [0, 0],
        ],
        [1, 2]
      ).rows
    );
    const parquet = curvesOf([fixture('wide.duckdb.parquet')]);
    expect(parquet.curves[0].rows).toEqual(
      expected(
        [0, 1, 2, 3].map((i) => [i * 0.5, 1 - i * 0.25, 0.125]),
        [1, 2, 3]
      ).rows
    );
  });

  it.each(['ratings.duckdb.parquet', 'ratings.polars.arrow'])('attribute ratings: %s', (name) => {
    const { shape, curves } = curvesOf([fixture(name)]);
    expect(shape).toMatchObject({ kind: 'attribute ratings', reward: 'helpfulness', scores: ['correctness', 'verbosity'] });
    const of = (value: (i: number) => number) => [0, 1, 2, 3, 4, 5].map((p) => [0, 1, 2, 3, 4].map((k) => value(p + 6 * k)));
    const scores = { correctness: of((i) => (i * 3) % 5), verbosity: of(() => 2) };
    expect(curves[0].rows).toEqual(
      expected(
        of((i) => (i * 7) % 5),
        [1, 2, 4, 5],
        scores
      ).rows
    );
  });

  it('flags override what was found, and say it of an unknown file', () => {
    write('own.csv', 'q,gold,r,lp\na,1,0.5,-1\na,0,0.7,-2\nb,1,0.1,-3\nb,1,0.2,-0.5\n');
    const { shape, curves } = curvesOf([
      'own.csv',
      '--prompt',
      'q',
      '--reward',
      'r',
      '--score',
      'gold',
      '--logprob',
      'lp',
      '-n',
      '2',
    ]);
    expect(shape).toMatchObject({ kind: 'samples', prompt: ['q'], reward: 'r', scores: ['gold'] });
    const samples = [
      Samples.from({ rewards: [0.5, 0.7], logProbs: [-1, -2], scores: { gold: [1, 0] } }),
      Samples.from({ rewards: [0.1, 0.2], logProbs: [-3, -0.5], scores: { gold: [1, 1] } }),
    ];
    expect(curves[0].rows).toEqual(JSON.parse(JSON.stringify(aggregate(samples, { ns: [2] }).rows)));
    const { stderr } = run(['own.csv', '-p', 'q', '-r', 'gold']);
    expect(stderr).toBe('own.csv: taken for samples: prompt q, reward gold\n');
  });
});

describe('ids', () => {
  it('of several columns are not taken for one another', () => {
    write(
      'two.jsonl',
      lines([
        { a: 'x / y', b: 'z', r: 1 },
        { a: 'x', b: 'y / z', r: 2 },
        { a: 'x', b: 'y / z', r: 3 },
      ])
    );
    expect(curvesOf(['two.jsonl', '-p', 'a', 'b', '-r', 'r']).curves[0]).toMatchObject({
      prompts: 2,
      samples: { least: 1, most: 2 },
    });
  });

  it('large integers are not merged by rounding', () => {
    const ids = ['9007199254740992', '9007199254740993', '9007199254740993'];
    write('ids.jsonl', ids.map((id, i) => `{"task_id":${id},"passed":${i > 0}}\n`).join(''));
    const { curves } = curvesOf(['ids.jsonl']);
    expect([curves[0].prompts, curves[0].samples]).toEqual([2, { least: 1, most: 2 }]);
    expect(curvesOf([fixture('big-ids.duckdb.parquet')]).curves[0]).toMatchObject({
      prompts: 2050,
      samples: { least: 4, most: 4 },
    });
    run(['ids.jsonl', '--per-prompt', 'ids.csv']);
    expect(readFileSync(join(folder, 'ids.csv'), 'utf8')).toMatch(/^9007199254740993,2,2,1,$/m);
  });
});

describe('what cannot be read', () => {
  const good = { task_id: 1, passed: true };
  it.each<[string, string, RegExp]>([
    [
      'null',
      lines([good, { task_id: 1, passed: null }]),
      /bad\.jsonl:2: passed is null, expected a finite number, true or false/,
    ],
    ['missing', lines([good, { task_id: 1 }]), /bad\.jsonl:2: there is no column "passed"; the columns are task_id/],
    ['text', lines([good, { task_id: 1, passed: 'maybe' }]), /bad\.jsonl:2: passed is "maybe", expected a finite number/],
    ['an id that is null', lines([good, { task_id: null, passed: 1 }]), /bad\.jsonl:2: task_id is null, expected an id/],
    [
      'NaN',
      `${lines([good])}{"task_id":1,"passed":NaN}\n`,
      /bad\.jsonl:2: passed is NaN, expected a finite number, true or false; --missing skip/,
    ],
    [
      'Infinity',
      `${lines([good])}{"task_id":1,"passed":-Infinity}\n`,
      /bad\.jsonl:2: passed is -Infinity, expected a finite number/,
    ],
    ['two objects on a line', `${lines([good])}${JSON.stringify(good).repeat(2)}\n`, /bad\.jsonl:2:28: not JSON/],
    ['cut short', `${lines([good])}{"task_id":1,"pas`, /bad\.jsonl:2:18: not JSON: the line ends too early/],
    ['no records', '\n', /bad\.jsonl: the file holds no records/],
    [
      'unknown fields',
      '{"a":1}\n',
      /bad\.jsonl:1: the fields a fit no known kind of sample file: give --prompt COLUMN and --reward COLUMN/,
    ],
    [
      'an empty list',
      lines([
        { question_id: 1, response_1: 'a', scores: [1] },
        { question_id: 2, response_1: 'a', scores: [] },
      ]),
      /bad\.jsonl:2: scores is an empty list/,
    ],
    [
      'a null in a list',
      lines([
        { question_id: 1, response_1: 'a', scores: [1] },
        { question_id: 2, response_1: 'a', scores: [1, null] },
      ]),
      /bad\.jsonl:2: scores\[1\] is null/,
    ],
  ])('%s', (_, text, message) => {
    write('bad.jsonl', text);
    const { status, stdout, stderr } = run(['bad.jsonl']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });

  it.each([
    ['null-reward.duckdb.parquet', /row 4: reward is null/],
    ['nan-reward.duckdb.parquet', /row 4: reward is NaN/],
  ])('%s', (name, message) => {
    const { status, stdout, stderr } = run([fixture(name), '-p', 'prompt', '-r', 'reward']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });

  it('a line far into a file that is read in parts by threads has its number', () => {
    const text = lines(
      Array.from({ length: 20_000 }, (_, i) => ({ task_id: i % 50, passed: true, completion: 'x'.repeat(900) }))
    );
    write('long.jsonl', `${text}{"task_id":7}\n${text.slice(0, 1 << 20)}`);
    const { status, stderr } = run(['long.jsonl', '--threads', '2']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/long\.jsonl:20001: there is no column "passed"/);
    rmSync(join(folder, 'long.jsonl'));
  });

  it('--skip-bad counts and lists them at the end', () => {
    write('some.jsonl', `${lines([good, good])}{"task_id":\n\n${lines([{ task_id: 2, passed: null }, good])}`);
    const { stdout, stderr, status } = run(['some.jsonl', '--skip-bad', '--format', 'json']);
    expect(status).toBe(0);
    const { files, curves } = JSON.parse(stdout) as Json;
    expect(files).toEqual([
      {
        file: 'some.jsonl',
        unit: 'line',
        length: 6,
        samples: 3,
        skipped: 2,
        faults: [expect.stringMatching(/^some\.jsonl:3:12: not JSON/), expect.stringMatching(/^some\.jsonl:5: passed is null/)],
      },
    ]);
    expect(curves[0]).toMatchObject({ prompts: 1, total: 3 });
    expect(stderr).toMatch(
      /some\.jsonl: 2 records skipped\n {2}some\.jsonl:3:12: not JSON[^\n]*\n {2}some\.jsonl:5: passed is null/
    );
  });

  it('--skip-bad lists no more than a hundred, of all parts together, and says when nothing is left', () => {
    write('many.jsonl', lines(Array.from({ length: 20_000 }, () => ({ task_id: 1, passed: null, completion: 'x'.repeat(900) }))));
    const { stdout, stderr, status } = run(['many.jsonl', '--skip-bad', '--threads', '2']);
    expect([stdout, status]).toEqual(['', 1]);
    expect(stderr.match(/passed is null/g)?.length).toBe(100);
    expect(stderr).toMatch(/many\.jsonl: 20,000 records skipped/);
    expect(stderr).toMatch(/and 19900 more\n.*many\.jsonl: no record holds a sample\n$/);
    rmSync(join(folder, 'many.jsonl'));
  });

  it.each<[string[], RegExp]>([
    [['he.jsonl', '-n', '1.5'], /"1\.5" is not a whole number/],
    [['he.jsonl', '--confidence', '1'], /expected a number between 0 and 1/],
    [['he.jsonl', '--report', 'r.pdf'], /--report r\.pdf: expected a name that ends in \.html/],
    [['he.jsonl', '--plot', 'r.png'], /--plot r\.png: expected a name that ends in \.svg/],
    [['-', '--redis', 'redis://localhost:1', '-i', 'jsonl'], /standard input cannot be read by other machines/],
    [['he.jsonl', '--run', 'file', '--pool'], /'--pool' cannot be used with option '--run <column>'/],
    [[], /missing required argument 'files'/],
  ])('bad usage: %j', (args, message) => {
    const { status, stdout, stderr } = run(args, lines([good]));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it.each<[string[], RegExp]>([
    [['absent.jsonl'], /there is no file called absent\.jsonl/],
    [['*.nothing'], /no file matches \*\.nothing/],
    [['he.jsonl', 'he.jsonl'], /he\.jsonl is given twice: its samples would count twice/],
  ])('files that are not there: %j', (args, message) => {
    const { status, stdout, stderr } = run(args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });

  it('a server that is not there', async () => {
    const { code, stdout, stderr } = await unanswered;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/redis:\/\/127\.0\.0\.1:1 does not answer/);
  });
});

describe('input', () => {
  it('standard input, compressed or not, globs and several files give the same', () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({ input: `q${i % 9}`, output: 'o', reward: Math.cos(i * i) }));
    write('all-0.jsonl', lines(rows.slice(0, 100)));
    write('all-1.jsonl.gz', gzipSync(lines(rows.slice(100, 200))));
    write('all-2.jsonl', `\ufeff${lines(rows.slice(200)).replaceAll('\n', '\r\n')}`);
    const { curves } = curvesOf(['all-*', '--pool']);
    expect(curvesOf(['-'], lines(rows)).curves).toEqual(curves);
    expect(curvesOf(['-'], gzipSync(lines(rows))).curves).toEqual(curves);
    expect(curvesOf(['all-0.jsonl', 'all-1.jsonl.gz', 'all-2.jsonl', '--pool']).curves).toEqual(curves);
  });

  it('any number of threads, and parts of any size, give the same bits', () => {
    write(
      'threads.jsonl',
      lines(
        Array.from({ length: 60_000 }, (_, i) => ({ input: `q${(i * i) % 997}`, output: 'x'.repeat(600), reward: Math.sin(i) }))
      )
    );
    const outputs = ['1', '2', '3'].map((threads) => run(['threads.jsonl', '--threads', threads, '--format', 'csv']).stdout);
    expect(outputs[0].split('\n').length).toBeGreaterThan(5);
    expect(new Set(outputs).size).toBe(1);
    rmSync(join(folder, 'threads.jsonl'));
  });
});

describe('output', () => {
  it('CSV and JSON lines have every digit; null where no prompt answers', () => {
    const csv = run(['he.jsonl', '-n', '1,10,16', '--format', 'csv'])
      .stdout.trim()
      .split('\n')
      .map((line) => line.split(','));
    const jsonl = records(run(['he.jsonl', '-n', '1,10,16', '--format', 'jsonl']).stdout);
    expect(csv[0]).toEqual(Object.keys(jsonl[0]));
    expect(csv.slice(1)).toEqual(jsonl.map((row) => Object.values(row).map((x) => (x === null ? '' : String(x)))));
    expect(jsonl.map(({ answered, expectedReward }) => [answered, expectedReward === null])).toEqual([
      [5, false],
      [1, false],
      [0, true],
    ]);
  });

  it('says in words that larger n speak of fewer prompts', () => {
    const { stdout } = run(['he.jsonl']);
    expect(unwrapped(stdout)).toMatch(
      /5 prompts of 6 to 10 samples, 40 samples in all\. Beyond n = 6 a row speaks of fewer prompts/
    );
    expect(stdout).toMatch(/│ 8 │ {7}3 │/);
  });

  it('-o writes a file whose name tells the format, and nothing else', () => {
    const { stdout, status } = run(['he.jsonl', '-o', 'curve.csv']);
    expect([stdout, status]).toEqual(['', 0]);
    expect(readFileSync(join(folder, 'curve.csv'), 'utf8')).toBe(run(['he.jsonl', '--format', 'csv']).stdout);
    const refused = run(['he.jsonl', '-o', 'no/such/folder.csv']);
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/no\/such\/folder\.csv cannot be written: there is no such file or folder/),
    });
  });

  it('--per-prompt writes every estimate', () => {
    run(['rm.jsonl', '-n', '1,4', '--per-prompt', 'each.jsonl']);
    const rows = records(readFileSync(join(folder, 'each.jsonl'), 'utf8'));
    const rewards = records(readFileSync(join(folder, 'rm.jsonl'), 'utf8'));
    expect(rows.length).toBe(10);
    for (const { prompt, samples, n, expectedReward, winRate } of rows) {
      const own = Samples.from({ rewards: rewards.filter(({ input }) => input === prompt).map(({ reward }) => reward) });
      expect([samples, expectedReward, winRate]).toEqual([own.size, own.expectedReward(n), own.winRate(n)]);
    }
  });

  it('--report is one page that loads nothing, --plot a picture', () => {
    write(
      'names.jsonl',
      `${lines([1, 2, 3].map((i) => ({ prompt: '<b>', response: 'r', helpfulness: i, correctness: -i })))}{"prompt":"<script>"}\n`
    );
    const { status, stderr } = run(['names.jsonl', '--skip-bad', '--report', 'r.html', '--plot', 'p.svg']);
    expect(status, stderr).toBe(0);
    const page = readFileSync(join(folder, 'r.html'), 'utf8');
    expect(page).toMatch(/<title>Best of n: names\.jsonl<\/title>/);
    expect(page.match(/<svg /g)?.length).toBe(3);
    expect(page).toContain('1 prompt of 3 samples, 3 samples in all.');
    expect(page).toContain('names.jsonl:4: there is no column &quot;helpfulness&quot;');
    expect(page).not.toMatch(/<script|<link|src=|url\((?!#)|https?:\/\/(?!www\.w3\.org\/)/);
    const plot = readFileSync(join(folder, 'p.svg'), 'utf8');
    expect(plot).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="700" height="\d+"/);
    expect(plot).not.toContain('NaN');
  });

  it('a reader that closes the pipe early is no error', () => {
    const { stderr, status } = spawnSync('bash', ['-c', `${process.execPath} ${bin} samples he.jsonl 2>/dev/null | head -1`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([stderr, status]).toEqual(['', 0]);
  });

  it('Ctrl-C leaves no file, half written or hidden', async () => {
    const before = readdirSync(folder);
    const child = spawn(process.execPath, [bin, 'samples', '-', '-i', 'jsonl', '-o', 'late.csv', '--report', 'late.html'], {
      cwd: folder,
    });
    child.stdin.write(lines(Array.from({ length: 2000 }, (_, i) => ({ task_id: i, passed: true }))));
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
    expect(readdirSync(folder)).toEqual(before);
    expect(existsSync(join(folder, 'late.csv'))).toBe(false);
  });
});

it('standard input is called so where records of it are left out, all of them too', () => {
  const options = ['-', '-p', 'prompt', '-r', 'reward', '--skip-bad'];
  const some = run(options, '{"prompt":"a","reward":1}\n{"prompt":"a"}\n');
  expect(some.stderr).toMatch(/^standard input: 1 record skipped\n {2}standard input:2: there is no column/m);
  const twice = run(['-', '--sample-id', 'trial'], '{"prompt":"a","reward":1,"trial":0}\n'.repeat(2));
  expect(twice.stderr).toContain(
    'best-of-n: standard input: the sample is given twice: prompt a, trial 0; --last lets the later'
  );
  const none = run(options, '{"prompt":"a","reward":"x"}\n');
  expect(none.stderr).toContain('best-of-n: standard input: no record holds a sample');
  expect(none.stderr).not.toMatch(/^(best-of-n: )?-:/m);
});
