// Tables to read: they fit 80 columns, say why there is no number where there is none, and leave out a win rate that is its formula.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textTable } from '../../src/cli/output/text-table';
import { brokenAnywhere, columnsOf, wrapped } from '../../src/format/columns';
import { Samples } from '../../src/index';
import { runIn, unwrapped } from '../helpers/command';

let folder: string;
const run = (line: string) => runIn(folder, line.split(' '));
const jsonOf = (line: string) => JSON.parse(run(`${line} -f json`).stdout);

/** The prompts have 20, 21, … samples; the rewards are flags where `isFlag`, and otherwise no two are equal. */
function samples(name: string, prompts: number, isFlag: boolean, more: object = {}): void {
  const rows = Array.from({ length: prompts }, (_, p) =>
    Array.from({ length: 20 + p }, (_, i) => {
      const x = Math.abs(Math.sin(1 + i * 7.3 + p * p));
      return {
        prompt: `p${p}`,
        reward: isFlag ? Number(x < 0.5) : x + p / 1000,
        gold: Number(x > 0.3),
        answer: `${i % 3}`,
        ...more,
      };
    })
  );
  writeFileSync(
    join(folder, name),
    rows
      .flat()
      .map((row) => `${JSON.stringify(row)}\n`)
      .join('')
  );
}

const LONG = 'a-run-with-a-name-that-nobody-would-want-to-read-in-a-column-of-a-table.jsonl';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-tables-'));
  samples('flags.jsonl', 9, true);
  samples('apart.jsonl', 9, false);
  samples(LONG, 3, false);
  samples(`${'ü'.repeat(60)}東京.jsonl`, 3, true);
  writeFileSync(join(folder, 'words.csv'), 'word,count,likes\nyes,5,1\nno,3,2\nmaybe,2,3\n');
  const wide = Array.from({ length: 3 }, (_, i) => ({ [`${'column'.repeat(20)}`]: i, prompt: `p${i}`, reward: 'x'.repeat(50) }));
  writeFileSync(join(folder, 'wide.jsonl'), wide.map((row) => `${JSON.stringify(row)}\n`).join(''));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('80 columns', () => {
  it.each([
    'samples flags.jsonl --score gold',
    'samples flags.jsonl --score gold --answer answer --estimate maj@k pass@k top@k:2 worst@k',
    'samples flags.jsonl --gold gold --target gold=0.9 --extrapolate 100000 --cost 0.001',
    `samples flags.jsonl apart.jsonl ${LONG} ${'ü'.repeat(60)}東京.jsonl --score gold`,
    'compare flags.jsonl apart.jsonl --score gold',
    `compare ${LONG} apart.jsonl`,
    'support words.csv --weight count -r likes -n 1,2,1000,1e9,inf',
    'bound -n 1,4,1e300 --epsilon 0.01',
    'paper',
    'samples wide.jsonl --columns',
  ])('%s', (line) => {
    const { stdout, status } = run(line);
    expect(status).toBe(0);
    // only a name that is longer has a line of its own
    const lines = stdout.split('\n').filter((text) => !/^\S{80,}$/.test(text) || /[─│]/.test(text));
    expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(80);
    expect(lines.length).toBeGreaterThan(4);
  });

  it('hold a reward with its interval, a win rate and a score in one table', () => {
    const { stdout } = run('samples flags.jsonl --score gold');
    expect(stdout).toMatch(/ n +(│ +)?prompts +(│ +)?reward +(│ +)?95 % interval +(│ +)?win rate +(│ +)?gold/);
  });

  it('also in a file, and every cell of a table that is folded is there', () => {
    run(`samples ${LONG} flags.jsonl --score gold -o table.txt`);
    const text = readFileSync(join(folder, 'table.txt'), 'utf8');
    expect(Math.max(...text.split('\n').map(columnsOf))).toBeLessThanOrEqual(81);
    const { curves } = jsonOf(`samples ${LONG} flags.jsonl --score gold`);
    for (const { rows } of curves)
      for (const { expectedReward } of rows)
        if (expectedReward.mean !== null) expect(text).toContain(expectedReward.mean.toFixed(2).slice(0, 3));
  });

  it('any table loses no character', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', '.', ' ', '東', 'é'), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 2, maxLength: 6 }),
        fc.array(cell, { minLength: 6, maxLength: 6 }),
        (head, cells) => {
          const row = cells.slice(0, head.length);
          const text = textTable(head, [row], { left: [0], width: 80 });
          const lettersOf = (...texts: string[]) => [...texts.join('').replace(/[^aB7東é]/g, '')];
          const found = lettersOf(text);
          // the first column stands in every table
          expect(found.length).toBeGreaterThanOrEqual(lettersOf(...head, ...row).length);
          const rules = text.split('\n').filter((line) => /^─+$/.test(line));
          for (const line of rules) expect(line.length).toBeLessThanOrEqual(Math.max(80, 2 + columnsOf(row[0]) + 60));
        }
      )
    );
  });

  it('texts are broken into lines that fit, in order', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '/', '東', 'é'), minLength: 1 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 20 }), (name, width) => {
        const lines = brokenAnywhere(name, width).split('\n');
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(name.replaceAll(' ', ''));
        expect(wrapped(name, width).replace(/\s/g, '')).toBe(name.replaceAll(' ', ''));
      })
    );
  });
});

describe('the win rate', () => {
  it('has no column where it is n/(n+1), which a sentence says', () => {
    const { stdout } = run('samples apart.jsonl');
    expect(stdout).not.toMatch(/win rate +[│\n]/);
    expect(unwrapped(stdout)).toContain('The win rate has no column: it is n/(n+1) at every n');
    const { rows } = jsonOf('samples apart.jsonl').curves[0];
    for (const { n, winRate } of rows) if (winRate.mean !== null) expect(winRate.mean).toBeCloseTo(n / (n + 1), 12);
  });

  it('has one where a single prompt has tied rewards', () => {
    samples('tied.jsonl', 9, false);
    const lines = readFileSync(join(folder, 'tied.jsonl'), 'utf8');
    const tie = [0, 9, 9, 9].map((reward) => `${JSON.stringify({ prompt: 'tied', reward, gold: 0, answer: '' })}\n`);
    writeFileSync(join(folder, 'tied.jsonl'), lines + tie.join(''));
    // of three samples that include the 0, the best of two wins 1, 1/2 and 1/2 times; of three equal ones half the time
    expect(Samples.from({ rewards: [0, 9, 9, 9] }).winRate(2)).toBeCloseTo((3 * (2 / 3) + 1 / 2) / 4, 14);
    expect(run('samples tied.jsonl').stdout).toContain('win rate');
    expect(run('samples tied.jsonl').stdout).not.toContain('has no column');
  });

  it('is said to be missing where no prompt has n + 1 samples', () => {
    const last = unwrapped(run('samples flags.jsonl -n 28').stdout);
    expect(last).toContain('There is no win rate: against one more sample it needs n + 1 samples of a prompt, which none has.');
    expect(run('samples flags.jsonl -n 1').stdout).toContain('The win rate has no column: it is 1/2 at n = 1, always.');
    const both = run('samples flags.jsonl -n 2,28').stdout;
    expect(both).toMatch(/^28 .+ – /m);
    expect(unwrapped(both)).toContain('There is no win rate (–) at n = 28: against one more sample');
  });
});

describe('rows', () => {
  const nsOf = (line: string) => jsonOf(line).curves[0].rows.map(({ n }: { n: number }) => n);

  it('are those of the powers of two, and of the largest n that all prompts can answer', () => {
    expect(nsOf('samples flags.jsonl')).toEqual([1, 2, 4, 8, 16, 20]);
    expect(nsOf('samples flags.jsonl -n 3')).toEqual([3]);
  });

  it('are compared at that n', () => {
    expect(unwrapped(run('compare flags.jsonl apart.jsonl').stdout)).toMatch(/ at n = 20: /);
  });

  it.each(['samples flags.jsonl -n 1,100', 'samples flags.jsonl apart.jsonl -n 100', 'compare flags.jsonl apart.jsonl -n 1,100'])(
    'that no prompt can answer have dashes, and a sentence: %s',
    (line) => {
      const { stdout } = run(line);
      const cells = /^\D*100 .*$/m.exec(stdout)?.[0].split(/[│ ]+/) ?? [];
      expect(cells.filter((cell) => cell === '–').length).toBeGreaterThan(1);
      expect(unwrapped(stdout)).toMatch(
        /No prompt has more than 28 samples, so rows beyond n = 28 have dashes\.|can answer n = 100\./
      );
    }
  );
});
