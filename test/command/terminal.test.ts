// What the command shows on a terminal and in pictures: widths, ties, names, ticks, the columns of a file, completion by the shell.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOMParser } from 'linkedom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { progressLine } from '../../src/cli/output/progress';
import { textTable } from '../../src/cli/output/text-table';
import { summariesOf } from '../../src/cli/samples/columns-text';
import { wrapped } from '../../src/format/columns';
import { Samples } from '../../src/index';
import { runIn, shellIn, unwrapped } from '../helpers/command';

let folder: string;
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');
const run = (line: string) => runIn(folder, line.split(' '));
const linesOf = (records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-terminal-'));
  const rewards = { a: [0.5, 0.5, 0.1], b: [1, 1, 1], c: [0.2, 0.3, 0.4] };
  const equals = Object.entries(rewards).flatMap(([input, list]) => list.map((reward) => ({ input, output: 'o', reward })));
  writeFileSync(join(folder, 'equals.jsonl'), linesOf(equals));
  const groups = Array.from({ length: 14 }, (_, i) => `a<&"${i}"`);
  const many = groups.flatMap((m) => Array.from({ length: 24 }, (_, i) => ({ p: 'x', m, r: i })));
  writeFileSync(join(folder, 'groups.jsonl'), linesOf(many));
  writeFileSync(
    join(folder, 'nested.jsonl'),
    linesOf([
      { id: 1, at: { s: [0.5, null] }, t: 'a\u001bb' },
      { id: 2, at: null, t: 'x'.repeat(99) },
    ])
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('widths', () => {
  it('a table that is too wide loses its frame, then is folded, and keeps every cell', () => {
    const head = ['n', 'first', 'second', 'third'];
    const rows = [
      ['1', '111111', '222222', '333333'],
      ['16', '4', '5', '6'],
    ];
    for (const width of [200, 36, 30, 20, 12]) {
      const text = textTable(head, rows, { width });
      expect(Math.max(...text.split('\n').map((line) => line.length)), `${width}`).toBeLessThanOrEqual(width);
      for (const cell of [...head, ...rows.flat()]) expect(text).toContain(cell);
    }
    const long = textTable(['n', 'x'.repeat(100)], [['1', '2']], { width: 40 });
    expect(Math.max(...long.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(long.replace(/[^x]/g, '')).toHaveLength(100);
  });

  it('sentences are wrapped between words', () => {
    expect(wrapped('one two three', 8)).toBe('one two\nthree');
    expect(wrapped('one two three')).toBe('one two three');
  });

  it.each([30, 60, 80, 200])('the progress bar leaves the room of the other parts on %i columns', (columns) => {
    const line = progressLine(0.5, { done: '150 MB', all: '300 MB', rate: '99.9 MB', left: '12 s' }, columns);
    expect(line.length).toBeLessThan(columns);
    expect(line).toMatch(/50 %.*12 s left$/);
    if (columns >= 60) expect(line).toMatch(/^█+░+ 50 % \| 150 MB of 300 MB \| 99\.9 MB\/s \| 12 s left$/);
  });
});

it('prompts with ties at the top are counted', () => {
  expect(run('samples equals.jsonl').stderr).toContain(
    'in 2 of 3 prompts several samples tie for the best reward, and the choice among them is averaged over'
  );
});

it('an error does not repeat an answer', () => {
  const from = (value: unknown) => () => Samples.from({ rewards: [value as number] });
  expect(from('It rained in May, they said')).toThrow('rewards[0] is a string of 27 characters, expected a number');
  expect(from('0.5')).toThrow('rewards[0] is "0.5", expected a number');
});

it('a picture is XML, shows every group, and labels every n', () => {
  expect(run('samples groups.jsonl -p p -r r --group m -n 10,20 --plot groups.svg -o groups.csv').status).toBe(0);
  const svg = textOf('groups.svg');
  expect(svg).not.toMatch(/&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)|="[^"]*<[^"]*"/);
  const texts = [...new DOMParser().parseFromString(svg, 'image/svg+xml').querySelectorAll('text')].map(
    (text) => text.textContent
  );
  for (let i = 0; i < 14; i++) expect(texts).toContain(`a<&"${i}"`);
  expect(texts).toEqual(expect.arrayContaining(['10', '20']));
});

it('a report says with which options it was made', () => {
  run('samples equals.jsonl --seed 7 -n 1,2 --pool --pass >=1 --missing skip --report report.html -o report.csv');
  expect(textOf('report.html')).toMatch(
    /<td class="text">--n<\/td><td class="text">1,2<\/td>[\s\S]*<td class="text">--seed<\/td><td class="text">7<\/td>/
  );
  for (const [name, value] of [
    ['pool', 'true'],
    ['pass', '&gt;=1'],
    ['missing', 'skip'],
  ])
    expect(textOf('report.html')).toContain(`<td class="text">--${name}</td><td class="text">${value}</td>`);
});

it('--columns shows what a file holds', () => {
  const { status, stdout } = run('samples --columns nested.jsonl -p id -r t -f json');
  expect(status).toBe(0);
  const [{ records, columns }] = JSON.parse(stdout);
  expect(records).toBe(2);
  expect(columns).toEqual([
    { column: 'id', types: 'number', example: '1', distinct: 2, nulls: 0, takenFor: 'prompt' },
    { column: 'at', types: 'struct, null', example: '{"s":[0.5,null]}', distinct: 1, nulls: 1, takenFor: 'left out' },
    { column: 'at.s', types: 'list', example: '[0.5,null]', distinct: 1, nulls: 0, takenFor: 'left out' },
    { column: 'at.s[]', types: 'number, null', example: '0.5', distinct: 1, nulls: 1, takenFor: 'left out' },
    { column: 't', types: 'text', example: 'a\\x1bb', distinct: 2, nulls: 0, takenFor: 'reward' },
  ]);
});

it('--columns tells numbers that are texts, whole numbers with all digits, and the entries of a list of rewards', () => {
  const row = { id: 9007199254740993n, score: ' 0.5 ', note: '0x1', rewards: [1, 0] };
  const columns = { kind: 'samples', prompt: ['id'], reward: 'rewards', scores: ['score'], wide: true };
  expect(summariesOf([row], columns).map(({ column, types, example, takenFor }) => [column, types, example, takenFor])).toEqual([
    ['id', 'whole number', '9007199254740993', 'prompt'],
    ['score', 'number as text', ' 0.5 ', 'score'],
    ['note', 'text', '0x1', 'left out'],
    ['rewards', 'list', '[1,0]', 'list of rewards'],
    ['rewards[]', 'number', '1', 'reward'],
  ]);
});

it('rows that no prompt has samples for are explained', () => {
  const { stdout } = run('samples equals.jsonl -n 1,999');
  expect(unwrapped(stdout)).toContain('No prompt has more than 3 samples, so rows beyond n = 3 have dashes.');
  expect(stdout).toMatch(/│ 999 │ +0 │ +– │ +– │/);
});

describe('completion', () => {
  const complete = (...words: string[]) => {
    const line = words.map((word) => `'${word}'`).join(' ');
    const script = `source <($CLI completion bash); COMP_WORDS=(best-of-n ${line}); COMP_CWORD=${words.length}; _best_of_n; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return shellIn(folder, script).stdout.trim().split('\n');
  };

  it.each<[string[], string[]]>([
    [['sam'], ['samples']],
    [['samples', '--pro'], ['--prompt']],
    [
      ['samples', '--missing', '='],
      ['error', 'skip', '0'],
    ],
    [['samples', '--missing', '=', 's'], ['skip']],
    [
      ['bound', '-f', 'js'],
      ['json', 'jsonl'],
    ],
    [['samples', 'eq'], ['equals.jsonl']],
    [['support', '--policy', 'nes'], ['nested.jsonl']],
    [['samples', '-p', 'eq'], ['']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
  ])('of bash: %j', (words, expected) => expect(complete(...words)).toEqual(expected));

  it.each(['zsh', 'fish'])('%s gets every option', (shell) => {
    const { stdout, status } = run(`completion ${shell}`);
    expect(status).toBe(0);
    for (const option of ['per-prompt', 'policy', 'epsilon', 'host']) expect(stdout).toContain(option);
  });
});
