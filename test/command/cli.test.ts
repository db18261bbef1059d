// The command as it is used: files in, tables out, mistakes explained.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { klBound, klEstimate, Support, winRateBound } from '../../src/index';
import { runAlone, runIn, unwrapped } from '../helpers/command';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-cli-'));
  const files = {
    'words.csv': '\ufeffword,count,likes\r\n"a, b",5,1\r\nc,3,2\r\n"d ""e""",2,-inf\r\n',
    'words.jsonl': '{"count":5,"likes":1}\n\n{"count":3,"likes":2}\n{"count":2,"likes":"-Infinity"}\n',
    'text.csv': 'count,likes\n5,1\nmany,2\n',
    'empty-cell.csv': 'count,likes\n5,1\n,2\n',
    'negative.csv': 'count,likes\n5,1\n3,2\n-1,3\n',
    'half.csv': 'p,likes\n0.25,1\n0.25,2\n',
    'no-rows.csv': 'count,likes\n',
    'broken.jsonl': '{"count":5,"likes":1}\n{"count":\n',
    'ragged.csv': 'count,likes\n5,1\n5\n',
    'nan.csv': 'count,likes\n5,NaN\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

const run = (args: string, input?: string, env: Record<string, string> = {}) =>
  runIn(folder, args.split(' ').filter(Boolean), input, { NO_COLOR: undefined, CI: 'true', ...env });

const expected = () => {
  const support = Support.from({ weights: [5, 3, 2], rewards: [1, 2, -Infinity] });
  const { n, kl, klBound, klGap, klEstimate, winRate, winRateBound, expectedReward } = support.metrics(4);
  support.dispose();
  return [n, kl, klBound, klGap, klEstimate, winRate, winRateBound, expectedReward];
};

describe('support', () => {
  it.each(['words.csv', 'words.jsonl'])('reads %s and prints every digit as CSV', (file) => {
    const { status, stdout, stderr } = run(`support ${file} --weight count --reward likes --n 4 --format csv`);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const [head, row] = stdout.trim().split('\n');
    expect(head).toBe('reward,n,kl,klBound,klGap,klEstimate,winRate,winRateBound,expectedReward');
    expect(row).toBe(['likes', ...expected()].join(','));
  });

  it('writes JSON lines, several rewards, from standard input', () => {
    const text = readFileSync(join(folder, 'words.csv'), 'utf8');
    const { stdout, status } = run(
      'support - --input csv --weight count --reward likes count --n 2,Infinity --format jsonl',
      text
    );
    expect(status).toBe(0);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ reward, n }) => [reward, n])).toEqual([
      ['likes', 2],
      ['likes', 'Infinity'],
      ['count', 2],
      ['count', 'Infinity'],
    ]);
    expect(rows[0].klBound).toBe(klBound(2));
  });

  it('prints a table that marks where the formula is far off', () => {
    const { stdout, status } = run('support words.csv --weight count --reward count');
    expect(status).toBe(0);
    expect(stdout).toMatch(/reward count: 3 outcomes, 3 distinct rewards of positive mass/);
    expect(stdout).toMatch(
      / n +kl +klBound +ratio +klGap +kl +winRate +winRate +expected\n +Estimate +Bound +Reward\n +1 +0 +0 +– +0 +0 +0\.50000 +0\.50000/
    );
    expect(stdout.split('\n').filter((line) => line.includes('!')).length).toBeGreaterThan(5);
    expect(unwrapped(stdout)).toMatch(
      /more than 10 % above the true KL at \d+ of 11 n, first at n = 2; at n = 1024 it says 5\.9324 nats where/
    );
  });

  it('writes the policy of every outcome, and one JSON document', () => {
    const { stdout, status } = run('support words.csv --weight count --reward likes --n 2,4 --policy policy.csv --format json');
    expect(status).toBe(0);
    const [{ reward, outcomes, blocks, rows }] = JSON.parse(stdout);
    expect([reward, outcomes, blocks, rows.length]).toEqual(['likes', 3, 3, 2]);
    const support = Support.from({ weights: [5, 3, 2], rewards: [1, 2, -Infinity] });
    const lines = readFileSync(join(folder, 'policy.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toBe('word,count,likes,n=2,n=4');
    const [two, four] = [2, 4].map((n) => support.policy(n));
    expect(lines.slice(1)).toEqual(
      [0, 1, 2].map((i) => [['"a, b"', 'c', '"d ""e"""'][i], [5, 3, 2][i], [1, 2, -Infinity][i], two[i], four[i]].join(','))
    );
    support.dispose();
  });

  it.each(['zipf.duckdb.parquet'])('reads %s, made by another library', (file) => {
    const { stdout, status } = run(`support ${fixture(file)} --weight weight -r reward -n 4 --format jsonl`);
    expect(status).toBe(0);
    const weights = Float64Array.from({ length: 1000 }, (_, i) => 1 / (i + 1));
    const rewards = Float64Array.from({ length: 1000 }, (_, i) => (i * 37) % 1000);
    const support = Support.from({ weights, rewards });
    expect(JSON.parse(stdout).kl).toBe(support.metrics(4).kl);
    support.dispose();
  });

  it.each<[string, RegExp]>([
    [
      'support words.csv --weight counts --reward likes',
      /words\.csv:2: there is no column "counts"; the columns are word, count, likes/,
    ],
    ['support text.csv --weight count --reward likes', /text\.csv:3: count is "many", expected a number/],
    ['support empty-cell.csv --weight count --reward likes', /empty-cell\.csv:3: count is "", expected a number/],
    [
      'support negative.csv --weight count --reward likes',
      /negative\.csv: record 3: weights\[2\] is -1, expected a finite number >= 0/,
    ],
    ['support nan.csv --weight count --reward likes', /nan\.csv:2: likes is "NaN", expected a number/],
    ['support half.csv --prob p --reward likes', /half\.csv: probs sum to 0\.5, expected 1/],
    ['support no-rows.csv --weight count --reward likes', /no-rows\.csv holds no records/],
    ['support broken.jsonl --weight count --reward likes', /broken\.jsonl:2:\d+: not JSON: the line ends too early/],
    ['support ragged.csv --weight count --reward likes', /ragged\.csv:3: not CSV: the row has 1 field and the header line has 2/],
    ['support absent.csv --weight count --reward likes', /there is no file called absent\.csv/],
    ['support absent.jsonl --weight count --reward likes', /there is no file called absent\.jsonl/],
    ['support words.txt --weight count --reward likes', /there is no file called words\.txt; did you mean words\.csv\?/],
  ])('bad data: %s', (args, message) => {
    expect(run(args)).toMatchObject({ stderr: expect.stringMatching(message), stdout: '', status: 1 });
  });

  it.each<[string, RegExp]>([
    ['support words.csv --reward likes', /exactly one of --weight, --prob, --logprob, --logit/],
    ['support words.csv --weight count --prob count --reward likes', /exactly one of/],
    ['support words.csv --weight count', /required option '-r, --reward <columns>' not specified/],
    ['support words.csv --weight count --reward likes --n 1,zero', /"zero" is not a number >= 1/],
    ['support words.csv --weight count --reward likes --n 0.5', /"0\.5" is not a number >= 1/],
    ['support words.csv --weight count --reward likes --ties none', /Allowed choices are random, index/],
    [
      'support words.csv --weight count --reward likes --policy x.png',
      /--policy x\.png: expected a name that ends in \.csv or \.jsonl/,
    ],
    ['supports', /unknown command 'supports'/],
    ['bound', /required option '-n, --n <list>' not specified/],
    ['bound -n 2 --epsilon 2', /expected a probability, 0 to 1/],
    ['', /Usage: best-of-n/],
  ])('bad usage: %s', (args, message) => {
    expect(run(args)).toMatchObject({ stderr: expect.stringMatching(message), stdout: '', status: 2 });
  });
});

describe('bound', () => {
  it('prints the formulas', () => {
    const { stdout, status } = run('bound -n 1,64 --epsilon 0.02 --format jsonl');
    expect(status).toBe(0);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows[1]).toEqual({ n: 64, klBound: klBound(64), winRateBound: winRateBound(64), klEstimate: klEstimate(64, 0.02) });
    expect(run('bound -n 4').stdout).toMatch(/│ 4 │ 0\.63629 │ {6}0\.80000 │/);
  });
});

it('a process that has run the command before says what a new one says', () => {
  const [usage, table] = [['supports'], ['support', 'words.csv', '--weight', 'count', '--reward', 'likes', '-n', '4']];
  const said = [usage, table].map((args) => runAlone(folder, args));
  expect(said.map(({ status }) => status)).toEqual([2, 0]);
  for (const args of [usage, table, usage, table]) expect(runIn(folder, args)).toEqual(said[args === usage ? 0 : 1]);
});

describe('help and version', () => {
  it('every subcommand has examples', () => {
    for (const command of ['support', 'samples', 'bound', 'paper', 'serve', 'worker']) {
      const { status, stdout } = run(`${command} --help`);
      expect([status, stdout.includes(`\nExamples:\n  `)], command).toEqual([0, true]);
      expect(stdout.match(/^ .*best-of-n /gm)?.length, command).toBeGreaterThanOrEqual(1);
    }
    expect(run('--version').stdout).toBe(`${version}\n`);
  });

  it('colours only a terminal, and not with NO_COLOR', () => {
    const colours = '\u001b[';
    expect(run('bound -n 2').stdout).not.toContain(colours);
    expect(run('bound -n 2', undefined, { FORCE_COLOR: '1' }).stdout).toContain(colours);
    expect(run('bound -n 2', undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain(colours);
  });

  it('--help shows the options', () => {
    const { status, stdout } = run('support --help');
    expect(status).toBe(0);
    for (const option of [
      '--weight',
      '--prob',
      '--logprob',
      '--logit',
      '--reward',
      '--n',
      '--ties',
      '--input',
      '--format',
      '--output',
      '--policy',
    ]) {
      expect(stdout).toContain(option);
    }
  });
});
