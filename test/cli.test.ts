// The command as it is used: files in, tables out, mistakes explained.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { klBound, Support } from '../src/index';

const bin = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
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

function run(args: string, input?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args.split(' ')], {
    cwd: folder,
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

const expected = () => {
  const support = Support.from({ weights: [5, 3, 2], rewards: [1, 2, -Infinity] });
  const { n, kl, klBound, klGap, klEstimate, winRate, winRateBound, expectedReward } = support.metrics(4);
  support.dispose();
  return [n, kl, klBound, klGap, klEstimate, winRate, winRateBound, expectedReward];
};

describe('support', () => {
  it.each(['words.csv', 'words.jsonl'])('reads %s and prints every digit as CSV', (file) => {
    const { status, stdout, stderr } = run(`support ${file} --weights count --reward likes --n 4 --output csv`);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const [head, row] = stdout.trim().split('\n');
    expect(head).toBe('reward,n,kl,klBound,klGap,klEstimate,winRate,winRateBound,expectedReward');
    expect(row).toBe(['likes', ...expected()].join(','));
  });

  it('writes JSON lines, several rewards, from standard input', () => {
    const text = readFileSync(join(folder, 'words.csv'), 'utf8');
    const { stdout, status } = run(
      'support - --input csv --weights count --reward likes count --n 2,Infinity --output json',
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
    const { stdout, status } = run('support words.csv --weights count --reward count');
    expect(status).toBe(0);
    expect(stdout).toMatch(/reward count: 3 outcomes, 3 distinct rewards of positive mass/);
    expect(stdout).toMatch(
      /│ +n │ +kl │ +klBound │ formula \/ kl │ +klGap │ +klEstimate │ +winRate │ winRateBound │ expectedReward │/
    );
    expect(stdout.split('\n').filter((line) => line.includes('!')).length).toBeGreaterThan(5);
    expect(stdout).toMatch(
      /more than 10 % above the true KL at \d+ of 11 n, first at n = 2; at n = 1024 it says 5\.9324 nats where/
    );
  });

  it.each<[string, RegExp]>([
    ['support words.csv --reward likes', /exactly one of --weights, --probs, --log-probs, --logits/],
    ['support words.csv --weights count --probs count --reward likes', /exactly one of/],
    ['support words.csv --weights count', /required option '-r, --reward <column\.\.\.>' not specified/],
    ['support words.csv --weights counts --reward likes', /there is no column "counts"; the columns are word, count, likes/],
    ['support text.csv --weights count --reward likes', /text\.csv: record 2: count is "many", expected a number/],
    ['support empty-cell.csv --weights count --reward likes', /empty-cell\.csv: record 2: count is "", expected a number/],
    [
      'support negative.csv --weights count --reward likes',
      /negative\.csv: record 3: weights\[2\] is -1, expected a finite number >= 0/,
    ],
    ['support nan.csv --weights count --reward likes', /nan\.csv: record 1: likes is "NaN", expected a number/],
    ['support half.csv --probs p --reward likes', /half\.csv: probs sum to 0\.5, expected 1/],
    ['support no-rows.csv --weights count --reward likes', /no-rows\.csv holds no records/],
    ['support broken.jsonl --weights count --reward likes', /broken\.jsonl: line 2: .*JSON/],
    ['support ragged.csv --weights count --reward likes', /ragged\.csv: Invalid Record Length.* on line 3/],
    ['support absent.csv --weights count --reward likes', /ENOENT: no such file or directory, open 'absent\.csv'/],
    ['support absent.jsonl --weights count --reward likes', /ENOENT: no such file or directory, open 'absent\.jsonl'/],
    [
      'support words.txt --weights count --reward likes',
      /the name words\.txt does not tell its format: give --input csv or --input jsonl/,
    ],
    ['support words.csv --weights count --reward likes --n 1,zero', /"zero" is not a number >= 1/],
    ['support words.csv --weights count --reward likes --n 0.5', /"0\.5" is not a number >= 1/],
    ['support words.csv --weights count --reward likes --ties none', /Allowed choices are random, index/],
    ['supports', /unknown command 'supports'/],
  ])('%s', (args, message) => {
    const { status, stdout, stderr } = run(args);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });

  it('--help shows the options', () => {
    const { status, stdout } = run('support --help');
    expect(status).toBe(0);
    for (const option of [
      '--weights',
      '--probs',
      '--log-probs',
      '--logits',
      '--reward',
      '--n',
      '--ties',
      '--input',
      '--output',
    ]) {
      expect(stdout).toContain(option);
    }
  });
});
