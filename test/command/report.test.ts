// The report: it says how it was made, in words that can be pasted, and holds every answer.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { compact, ticksOf } from '../../src/charts/n-axis';
import { commandLine } from '../../src/cli/command-line';
import { runIn } from '../helpers/command';

let folder: string;
const FILE = `ho<s>&"'t.jsonl`;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-report-'));
  const rows = ['m<0>', 'm&"1\''].flatMap((model) =>
    Array.from({ length: 6 * 64 }, (_, i) => ({
      model,
      'p<r>': i % 6,
      'r<b>&"': Number((i * i) % 7 < 3),
      'g<i>': (i * i) % 5 === 1,
      answer: `${i % 4}`,
    }))
  );
  writeFileSync(join(folder, FILE), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the report', () => {
  const OPTIONS = ['-p', 'p<r>', '-r', 'r<b>&"', '--group', 'model', '--gold', 'g<i>', '--target', 'g<i>=0.1', '--cost', '2'];
  const ARGS = ['samples', FILE, ...OPTIONS, '--extrapolate', '200', '--answer', 'answer', '--estimate', 'maj@k', '--seed', '7'];

  it('shows how it was made, every answer, and names as they are', () => {
    const args = [...ARGS, '--report', 'r.html', '-o', 'r.csv'];
    expect(runIn(folder, args).status).toBe(0);
    const page = readFileSync(join(folder, 'r.html'), 'utf8');
    const { document } = parseHTML(page);
    expect(document.querySelector('pre')?.textContent).toBe(commandLine(args));
    const said = [...document.querySelectorAll('p')].map(({ textContent }) => textContent ?? '');
    expect(said[0]).toMatch(
      new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC, best-of-n ${version.replaceAll('.', '\\.')}, seed 7\\.`)
    );
    expect(Math.abs(Date.parse(said[0].slice(0, 20).replace(' UTC', 'Z')) - Date.now())).toBeLessThan(600_000);
    const titles = [...document.querySelectorAll('h3')].map(({ textContent }) => textContent);
    for (const model of ['m<0>', 'm&"1\''])
      for (const title of [
        'g<i> where r<b>&" chooses',
        'Targets',
        'r<b>&" beyond the samples, by a model',
        'g<i>: what doubling n brings',
      ])
        expect(titles).toContain(`model ${model}: ${title}`);
    expect(titles).toContain('model m<0>: g<i>, by how one of n answers is chosen');
    expect([...document.querySelectorAll('th')].map(({ textContent }) => textContent)).toContain('best by r<b>&"');
    expect([...document.querySelectorAll('main b, main i, main s, main r')].map(({ textContent }) => textContent)).toEqual([
      'Theoretical guarantees on the best-of-n alignment policy',
    ]);
    expect(said.join(' ')).toMatch(/There is no win rate \(–\) in some rows of prompts with n samples/);
  });

  it('joins groups in a picture, and names every power of two', () => {
    const { document } = parseHTML(readFileSync(join(folder, 'r.html'), 'utf8'));
    const [reward] = document.querySelectorAll('svg');
    expect(reward.querySelectorAll('g[aria-label="line"]').length).toBe(2);
    const texts = [...reward.querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(['1', '2', '4', '8', '16', '32', '64']));
    expect(texts.join(' ')).toContain('m<0>');
  });

  it('shows no address of a Redis', () => {
    for (const words of [['--redis', 'redis://me:secret@host'], ['--redis=redis://me:secret@host']]) {
      const line = commandLine(['samples', 'x.jsonl', ...words, '--queue', 'q']);
      expect(line).toBe('best-of-n samples x.jsonl --redis "$BEST_OF_N_REDIS" --queue q');
    }
    expect(commandLine(['samples', '--redis-file', 'r.json'])).toBe('best-of-n samples --redis-file r.json');
  });

  it('has a command line that a shell reads as the same words', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', ' ', "'", '"', '\\', '$', '`', '!', '\n', '\t', '*', '~', 'é', '#', '\x7f', '\x85'),
    });
    const words = fc.sample(word, 300);
    const line = commandLine(words).replace(/^best-of-n/, "printf '%s\\0'");
    const { stdout } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
    expect(stdout.split('\0').slice(0, -1)).toEqual(words);
  });
});

describe('the numbers of samples that an axis names', () => {
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

  it.each<[string, number[], number, number[]]>([
    ['all where they have room', [1, 2, 4, 8, 16, 32, 64, 100], 620, [1, 2, 4, 8, 16, 32, 64, 100]],
    ['the powers of two of a range', upTo(64), 620, [1, 2, 4, 8, 16, 32, 64]],
    [
      'those up to 1024 beside another panel',
      [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
      295,
      [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
    ],
    ['a single one', [5], 620, [5]],
    ['none', [], 620, []],
  ])('are %s', (_, ns, width, ticks) => expect(ticksOf(ns, width)).toEqual(ticks));

  it('hold both ends, and lie apart', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 2, maxLength: 200 }),
        fc.integer({ min: 200, max: 700 }),
        (ns, width) => {
          const ticks = ticksOf(ns, width);
          const [least, most] = [Math.min(...ns), Math.max(...ns)];
          expect([ticks[0], ticks[ticks.length - 1]]).toEqual([least, most]);
          const placeOf = (n: number) => (width * Math.log(n / least)) / Math.log(most / least);
          for (let i = 1; i < ticks.length; i++) {
            expect(ns).toContain(ticks[i]);
            if (ticks.length === 2) continue;
            // digits are wider than six pixels
            const room = (6 * (compact(ticks[i]).length + compact(ticks[i - 1]).length)) / 2;
            expect(placeOf(ticks[i]) - placeOf(ticks[i - 1])).toBeGreaterThan(room);
          }
        }
      )
    );
  });

  it('have every digit', () => {
    expect([1, 999, 1000, 1024, 10_000, 65_536, 1e6, 2.5e6, 1_048_576].map(compact)).toEqual(
      ['1', '999', '1k', '1024', '10k', '65536', '1M', '2.5M', '1048576'] // no digit is rounded away
    );
  });
});
