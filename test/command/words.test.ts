// The command line as people type it: lists of columns and of numbers, options before files, other spellings, endings of outputs.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOutput } from '../../src/cli/output/result-output';
import { klBound } from '../../src/index';
import { runIn } from '../helpers/command';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-words-'));
  const samples = [
    ['red', 1, 0.5],
    ['red', 1, 1],
    ['red', 2, 0.25],
    ['red', 2, 0.75],
  ].map(([book, page, reward]) => JSON.stringify({ book, page, reward, 'a,b': 1 }));
  writeFileSync(join(folder, 'runs.jsonl'), `${samples.join('\n')}\n`);
  writeFileSync(join(folder, 'page'), 'a file without an ending');
  writeFileSync(join(folder, 'words.csv'), 'weight,reward,other\n5,0,3\n3,1,2\n2,2,1\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (line: string) => runIn(folder, line.split(' ').filter(Boolean));
const curve = (line: string) => {
  const { stdout, stderr, status } = run(line.replace(' ', ' -f json '));
  expect(status, stderr).toBe(0);
  const [{ prompts, rows }] = JSON.parse(stdout).curves;
  return [
    prompts,
    ...rows.map(({ n, expectedReward }: { n: number; expectedReward: { mean: number } }) => [n, expectedReward.mean]),
  ];
};

describe('lists of columns', () => {
  // two prompts of two samples: (0.75 + 0.5) / 2 at n = 1, (1 + 0.75) / 2 at n = 2
  const twoPrompts = [2, [1, 0.625], [2, 0.875]];

  it.each([
    'samples -r reward -p book -p page runs.jsonl -n 1,2',
    'samples -r reward --prompt=book --prompt page runs.jsonl -n 1,2',
    'samples -p book,page -r reward -n 1 2 runs.jsonl',
    'samples runs.jsonl -p book,page -r reward --n 1..2',
    'samples -r reward -n 1-2 -pbook -ppage runs.jsonl',
    'samples runs.jsonl --k 1, 2 -r reward -p book,page',
    'samples -k 1 2 -r reward -p book,page -- runs.jsonl',
  ])('%s', (line) => expect(curve(line)).toEqual(twoPrompts));

  it('takes a word after a column for a file if there is one, and for a column if there is none', () => {
    rmSync(join(folder, 'page'));
    expect(curve('samples -p book page runs.jsonl -r reward -n 1,2')).toEqual(twoPrompts);
    writeFileSync(join(folder, 'page'), 'a file without an ending');
    expect(run('samples -p book page runs.jsonl -r reward').stderr).toMatch(/page/);
  });

  it('takes a comma behind a backslash as part of the name', () => {
    expect(curve('samples runs.jsonl -p page -r a\\,b -n 1')).toEqual([2, [1, 1]]);
  });

  it.each([
    ['samples -p book nowhere', /no file is given: --prompt took "nowhere", and there is no file of that name/],
    ['samples -p book nowhere.jsonl', /there is no file called nowhere\.jsonl/],
    ['samples runs.jsonl -p book,,page', /expected the name of a column/],
    ['samples runs.jsonl --promt book', /Did you mean --prompt\?/],
    ['sample runs.jsonl', /Did you mean samples\?/],
  ])('%s', (line, message) => {
    const { status, stdout, stderr } = run(line);
    expect([status, stdout]).toEqual([/there is no file called n/.test(stderr) ? 1 : 2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('numbers of samples', () => {
  it('reads ranges and the limit', () => {
    const { stdout } = run('bound -n 1..3 6-7,inf -f jsonl');
    const rows = stdout
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row));
    expect(rows.map(({ n, klBound }) => [n, klBound])).toEqual([
      ...[1, 2, 3, 6, 7].map((n) => [n, klBound(n)]),
      ['Infinity', 'Infinity'],
    ]);
  });

  it('gives the limit of a support: the best outcome alone', () => {
    const { stdout } = run('support words.csv --weight weight -r reward -n inf -f json');
    const [{ rows }] = JSON.parse(stdout);
    expect(rows[0].kl).toBeCloseTo(-Math.log(0.2), 12);
    expect(rows[0].expectedReward).toBe(2);
  });

  it.each([
    ['samples runs.jsonl -n inf', /the whole reference policy: see best-of-n support/],
    ['samples runs.jsonl -n 1.5', /"1\.5" is not a whole number\. A list is written 1,2,4 or 1 2 4, a range 1\.\.64/],
    ['samples runs.jsonl -n 1,,2', /"" is not a number >= 1/],
    ['bound -n 0..3', /"0\.\.3" begins below 1/],
    ['bound -n 4-2', /"4-2" ends before it begins/],
    ['bound -n 1..1000000000', /a range of more than 100,000 numbers/],
  ])('%s', (line, message) => {
    expect(run(line)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(message) });
  });
});

describe('the ending of the output', () => {
  it.each(['table.xlsx', 'table.csv.gz', 'table.tsv', 'table.parquet'])('%s is refused before any work', (file) => {
    const { status, stderr } = run(`bound -n 2 -o ${file}`);
    expect(status).toBe(2);
    expect(stderr).toMatch(/the known endings are \.csv, \.json, \.jsonl, \.ndjson, \.txt/);
    expect(stderr).toContain(`-o ${file}: the ending .${file.split('.').pop()}`);
    expect(existsSync(join(folder, file))).toBe(false);
  });

  it.each([
    ['curves.svg', '--plot'],
    ['curves.html', '--report'],
  ])('%s is what another option writes', (file, option) => {
    const write = () =>
      resultOutput({ output: file }, () => ({ text: () => '', json: () => [], rows: () => [] }), {
        svg: '--plot',
        html: '--report',
      });
    expect(write).toThrow(`-o ${file}: the ending .${file.split('.')[1]} tells no format; ${option} ${file} writes such a file`);
  });

  it.each(['table.txt', 'table', 'table.CSV', '/dev/stdout'])('%s is known', (file) => {
    expect(run(`bound -n 2 -o ${file}`).status).toBe(0);
  });

  it('any ending will do beside a format', () => {
    expect(run('bound -n 2 -f csv -o table.dat').status).toBe(0);
  });
});
