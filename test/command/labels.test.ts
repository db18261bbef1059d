// Names from the data in pictures, pages, tables and messages: text, every character of it, which nothing obeys.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { afterAll, describe, expect, it } from 'vitest';
import { curvesPlot } from '../../src/cli/samples/curves-plot';
import { reportPage } from '../../src/cli/samples/report';
import { oneLine, printable } from '../../src/format/visible';
import { Aggregate, Samples } from '../../src/index';
import type { Estimated } from '../../src/sample-files/run-files';
import { runIn, unwrapped } from '../helpers/command';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython && process.env.CI) throw new Error('python3 is not installed, and CI must run these tests');

const folder = mkdtempSync(join(tmpdir(), 'best-of-n-labels-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The texts of SVG documents, as the XML parser of Python reads them. */
function textsOf(documents: readonly string[]): string[][] {
  const program = `
import json, sys, xml.etree.ElementTree as xml
texts = lambda svg: [e.text for e in xml.fromstring(svg).iter() if e.text] + [v for e in xml.fromstring(svg).iter() for k, v in e.attrib.items() if k == 'aria-label']
print(json.dumps([texts(svg) for svg in json.load(sys.stdin)]))`;
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { input: JSON.stringify(documents), encoding: 'utf8' });
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout);
}

const columnsOf = (reward: string, group: string, score: string) => ({
  kind: 'samples',
  prompt: ['prompt'],
  reward,
  scores: [score],
  by: [group],
  wide: false,
});

function estimatedOf(groups: readonly string[], score: string, column = 'group'): Estimated {
  const state = groups.map((group, i) => {
    const samples = Samples.from({ rewards: [1, 2, 3 + i], scores: { [score]: [0.5, 0.25, i] } });
    const aggregate = new Aggregate({ ns: [1, 2] });
    aggregate.add(samples);
    return {
      group,
      labels: { [column]: group },
      ids: ['a'],
      samples: 3,
      result: aggregate.result({ resamples: 10 }),
      estimates: aggregate.toJSON().prompts,
    };
  });
  const file = `${score}.jsonl`;
  return {
    files: [{ file, unit: 'line', length: 4, samples: 3, skipped: 1, faults: [`${file}:4: ${score}`] }],
    groups: state,
    notices: [],
  };
}

const PIECES = [
  '&',
  '<',
  '>',
  '"',
  "'",
  '$&',
  '$`',
  "$'",
  '$1',
  '&amp;',
  '</style>',
  '</text>',
  '<script>',
  ']]>',
  '<!--',
  '0.98765',
  '1e-7',
];
const WILD = [
  '\0',
  '\x01',
  '\x1b]0;x\x07',
  '\x7f',
  '\x85',
  '\u202e',
  '\ud800',
  '\udc00',
  '\ufffe',
  '\uffff',
  '😀',
  'é',
  '日本',
  'currentColor',
  '#222222',
];
const name = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.constantFrom(...WILD), fc.string({ maxLength: 4 }), fc.double().map(String)), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');

const anyText = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((codes) => String.fromCharCode(...codes));

describe.runIf(hasPython)('pictures', () => {
  it('are well-formed and call every panel, axis and score by its whole name', () => {
    const cases = fc.sample(fc.tuple(name, name, name, name), 15);
    const documents = cases.map(([reward, score, a, b]) =>
      curvesPlot(estimatedOf([a, `${b}2`], score).groups, columnsOf(reward, 'group', score))
    );
    const all = textsOf(documents);
    cases.forEach(([reward, score, a, b], i) => {
      for (const shown of [`${reward} of the best of n`, `${score} of the best of n by ${reward}`, reward, score, a, `${b}2`]) {
        expect(all[i], JSON.stringify(cases[i])).toContain(printable(shown));
      }
    });
  });

  it('say why there is no curve', () => {
    const result = new Aggregate({ ns: [8, 16] }).add(Samples.from({ rewards: [1] })).result();
    const { groups } = estimatedOf(['a'], 'score');
    const [texts] = textsOf([curvesPlot([{ ...groups[0], result }], columnsOf('reward', 'group', 'score'))]);
    expect(texts).toContain('No prompt has enough samples for n = 8, 16.');
  });

  it('call panels by numbers with all their digits', () => {
    const groups = ['0.0001', '0.0005', '0.12345', '0.1234', '1e-7', '123456.789012', '0x10', '007'];
    const [texts] = textsOf([
      curvesPlot(estimatedOf(groups, 'score 0.98765').groups, columnsOf('reward 0.123456', 'lr', 'score 0.98765')),
    ]);
    expect(texts).toEqual(expect.arrayContaining([...groups, 'score 0.98765', 'reward 0.123456']));
  });

  it('show an escape only for what has no shape', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(/[\p{Cc}\ufffe\uffff]/u);
        if (!/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text)) expect(shown).toBe(text);
      })
    );
  });
});

it('the page has every name as text', () => {
  for (const [reward, score, a, b] of fc.sample(fc.tuple(name, name, name, name), 10)) {
    const made = { command: `best-of-n samples ${a}`, date: new Date(0), options: { files: a, '--seed': '1' } };
    const page = reportPage([`${a}.jsonl`], columnsOf(reward, b, score), estimatedOf([a, `${b}2`], score, b), made);
    const { document } = parseHTML(page);
    expect([...document.querySelectorAll('script, b, a, img')]).toEqual([]);
    const heads = [...document.querySelectorAll('th')].map(({ textContent }) => textContent);
    expect(heads).toEqual(expect.arrayContaining([reward, score].map(printable)));
    const said = [...document.querySelectorAll('p')].map(({ textContent }) => textContent);
    for (const group of [a, `${b}2`])
      expect(said).toContain(printable(`${b} ${group}: 1 prompt of 3 samples, 3 samples in all.`));
    expect(document.querySelector('h1')?.textContent).toBe(printable(`Best of n: ${a}.jsonl`));
    const shown = [...document.querySelectorAll('pre')].map(({ textContent }) => textContent);
    expect(shown).toEqual([made.command, `${score}.jsonl:4: ${score}`].map(printable));
    expect(page).not.toMatch(/(?!\n)\p{Cc}/u);
  }
});

describe('a terminal', () => {
  const EVIL = '\x1b]0;title\x07\x9b31m\u202e\u2066\u2028\r\n';
  const SHOWN = '\\x1b]0;title\\x07\\x9b31m\\u202e\\u2066\\u2028\\x0d\\x0a';
  const ACTIVE = /(?!\n)[\p{Cc}\p{Cs}\ufffe\uffff\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

  it('gets no control characters of names, values, files and options', () => {
    const row = (prompt: string, value: unknown) => `${JSON.stringify({ prompt, [`r${EVIL}`]: value, [`g${EVIL}`]: EVIL })}\n`;
    const file = 'x\x1b[31m\u202e.jsonl';
    writeFileSync(join(folder, file), row('a', 1) + row('a', 2) + row(EVIL, 3) + row('b', EVIL));
    const columns = ['-p', 'prompt', '-r', `r${EVIL}`, '--group', `g${EVIL}`];
    const outputs = [
      runIn(folder, ['samples', file, ...columns, '--skip-bad']),
      runIn(folder, ['samples', file, ...columns]),
      runIn(folder, ['samples', file, '-p', EVIL, '-r', 'x']),
      runIn(folder, ['samples', file, `--${EVIL}`]),
      runIn(folder, ['support', file, '--weight', `r${EVIL}`, '-r', `r${EVIL}`]),
      runIn(folder, ['samples', `no${EVIL}`]),
    ];
    for (const { stdout, stderr } of outputs) {
      expect(stdout + stderr).not.toMatch(ACTIVE);
      expect(stdout + stderr).toMatch(/\\x1b/);
    }
    expect(outputs.map(({ status }) => status)).toEqual([0, 1, 1, 2, 1, 1]);
    expect(unwrapped(outputs[0].stdout)).toContain(`g${SHOWN} ${SHOWN}: 2 prompts`);
  });

  it('but data formats keep them', () => {
    const row = (reward: number) => `${JSON.stringify({ prompt: EVIL, reward, g: EVIL })}\n`;
    writeFileSync(join(folder, 'data.jsonl'), row(1) + row(2));
    const args = [
      'samples',
      'data.jsonl',
      '-p',
      'prompt',
      '-r',
      'reward',
      '-n',
      '1',
      '--group',
      'g',
      '--per-prompt',
      'each.jsonl',
    ];
    expect(JSON.parse(runIn(folder, [...args, '-f', 'json']).stdout).curves[0].g).toBe(EVIL);
    expect(JSON.parse(readFileSync(join(folder, 'each.jsonl'), 'utf8').trim()).prompt).toBe(EVIL);
    expect(runIn(folder, [...args, '-f', 'csv']).stdout).toContain(`"${EVIL}"`);
  });

  it('each character that acts is shown, and no other', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = oneLine(text);
        expect(shown).not.toMatch(ACTIVE);
        expect(shown).not.toContain('\n');
        if (!ACTIVE.test(text) && !text.includes('\n')) expect(shown).toBe(text);
      })
    );
  });
});

it('--safe-csv marks what a spreadsheet would take for a formula, and nothing else', () => {
  const ids = ['=1+1', '@SUM(A1)', '+1-cmd', '-2+3', '\tx', '\rx', '＝1', '-5', '+1.5e3', '-.5', "'x", 'a=1', ''];
  writeFileSync(
    join(folder, 'ids.jsonl'),
    ids.flatMap((prompt) => [1, 2].map((reward) => `${JSON.stringify({ prompt, reward, '=g': '=2' })}\n`)).join('')
  );
  const args = ['samples', 'ids.jsonl', '-p', 'prompt', '-r', 'reward', '--group', '=g', '-n', '1', '-f', 'csv'];
  const cellsOf = (text: string) => text.split('\n').map((line) => line.split(',')[1]);
  const safe = runIn(folder, [...args, '--per-prompt', 'safe.csv', '--safe-csv']).stdout;
  expect(safe).toMatch(/^'=g,n,.*\n'=2,1,/);
  expect(runIn(folder, [...args, '--per-prompt', 'plain.csv']).stdout).toMatch(/^=g,n,.*\n=2,1,/);
  expect(cellsOf(readFileSync(join(folder, 'plain.csv'), 'utf8')).slice(1, 5)).toEqual(ids.slice(0, 4));
  expect(cellsOf(readFileSync(join(folder, 'safe.csv'), 'utf8')).slice(1, -1)).toEqual([
    "'=1+1",
    "'@SUM(A1)",
    "'+1-cmd",
    "'-2+3",
    "'\tx",
    '"\'\rx"',
    "'＝1",
    '-5',
    '+1.5e3',
    '-.5',
    "'x",
    'a=1',
    '',
  ]);
});
