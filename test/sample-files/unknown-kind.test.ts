// What is said of records that are of no known kind, and of values that are no numbers.

import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/files/record-sink';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { numberIn, numberOf, parsePass } from '../../src/sample-files/scoring';

const comma =
  'its comma is likely a decimal comma or stands between thousands: write a point before decimals, and nothing between thousands';

type Fields = Record<string, unknown>;

/** What follows the demand to name the columns. */
function hints(...rows: Fields[]): string {
  try {
    inferColumns(rows);
  } catch (error) {
    const { message } = error as Error;
    expect(message).toMatch(/fit no known kind of sample file: give --prompt COLUMN and --reward COLUMN/);
    return message.replace(/^.*--reward COLUMN/, '');
  }
  throw new Error('the records are of a known kind');
}

describe('hints', () => {
  it.each([
    [
      'words',
      { prompt: 'p', reward: 'good' },
      "; reward holds words: say what they count with -p prompt -r reward --pass 'good=…'",
    ],
    [
      'text with numbers',
      { prompt: 'p', score: '8/10' },
      '; score is "8/10", which is no number; write only digits, with a point before decimals',
    ],
    ['no value', { prompt: 'p', reward: null }, '; reward has no value in the first record'],
    ['flags', { prompt: 'p', completion: 'c', label: true }, '; label may say what passed: -p prompt -r label'],
    [
      'ranks',
      { prompt: 'p', answers: [{ answer: 'a', rank: 1 }] },
      '; answers[].rank is a rank, where less is better, and no reward as it stands',
    ],
    [
      'numbers inside',
      { prompt: 'p', candidates: [{ text: 'a', scores: { bleu: 0.5 } }] },
      '; numbers that --reward may name stand in candidates[].scores.bleu',
    ],
    [
      'pairs',
      { chosen: 'a', rejected: 'b' },
      '; chosen and rejected have no scores: score both with a reward model first; none of the fields has the name of a prompt or of its id',
    ],
    [
      'lists of lists',
      { prompt: 'p', responses: ['a'], rewards: [[1, 0]] },
      "; rewards has a list for each answer: -p prompt -r rewards --steps last|min|mean|product|sum makes it one number, and -r 'rewards[][0]' takes the first of each",
    ],
  ])('%s', (_, row, hint) => {
    expect(hints(row)).toBe(hint);
  });

  it('an id inside of a struct', () => {
    const row = { info: { id: 7 }, quality: 0.5 };
    expect(hints(row, row)).toBe(
      '; numbers that --reward may name stand in quality; the values of info.id repeat: try --prompt info.id'
    );
  });

  it('a name that may be that of a prompt, where it repeats within a run', () => {
    const row = { task: 't', quality: 0.5 };
    expect(hints(row, row)).toMatch(/; the values of task repeat: try --prompt task$/);
    expect(hints({ ...row, model: 'a' }, { ...row, model: 'b' })).toMatch(/; none of the fields has the name of a prompt/);
  });
});

it('where the reward is named, the prompt may be found by its name', () => {
  const row = {
    id: 1,
    instruction: 'i',
    candidates: [
      { text: 'a', scores: { bleu: 0.5 } },
      { text: 'b', scores: { bleu: 1 } },
    ],
  };
  expect(inferColumns([row], { reward: 'candidates[].scores.bleu' }).columns).toMatchObject({ prompt: ['id'], wide: true });
});

describe('a column that the user names', () => {
  const row = { q: 'a', val: 1 };
  it('of prompts is not asked for', () => {
    expect(() => inferColumns([row], { prompt: ['q'] })).toThrow(
      /: give --reward COLUMN as well; numbers that --reward may name stand in val$/
    );
  });
  it('of rewards is not asked for', () => {
    expect(() => inferColumns([row], { reward: 'val' })).toThrow(
      /: give --prompt COLUMN as well; none of the fields has the name of a prompt or of its id$/
    );
  });
});

it('numbers of a table of texts are found', () => {
  expect(hints({ q: 'a', val: '1.5', note: 'x' })).toMatch(/^; numbers that --reward may name stand in val;/);
});

describe('why likely columns are none', () => {
  it.each<[string, Row[], string]>([
    ['thousands', [{ prompt: 'a', reward: '1,250' }], `reward is "1,250", which is no number; ${comma}`],
    ['percent', [{ prompt: 'a', score: '50%' }], 'score is "50%", which is no number; write it without the percent sign'],
    [
      'labels',
      [{ prompt: 'a', correct: 'yes' }],
      "correct holds words: say what they count with -p prompt -r correct --pass 'yes=…'",
    ],
    ['another separator', [{ 'prompt:reward': 'a:1' }], 'there is one column, and cells are separated by a comma'],
    ['no header line', [{ a: 'b', 0: '1' }], 'the first line holds values, and it should hold the names of the columns'],
    [
      'fields of structs',
      [{ row: { prompt: 'a', reward: 1 }, at: 'x' }],
      'the fields row.prompt, row.reward, at fit no known kind',
    ],
    ['no fields', [{}], 'the record has no fields'],
  ])('%s', (_, rows, expected) => {
    expect(() => inferColumns(rows)).toThrow(expected);
  });
});

describe('values', () => {
  it.each(['0x10', '0b11', '1_000', '', ' ', 'Infinity', 'nan', '1,5', '--1', '.'])('%s is no number', (text) => {
    expect(numberIn(text)).toBeNaN();
  });

  it.each([
    [' 1.5 ', 1.5],
    ['-.5', -0.5],
    ['+2.', 2],
    ['1e-3', 0.001],
  ])('%s is one', (text, number) => {
    expect(numberIn(text)).toBe(number);
  });

  it.each([
    ['1,250', comma],
    ['1.250,5', comma],
    ['−5', 'its minus is a character of its own: write a plain -'],
    ['$5', 'write only digits, with a point before decimals'],
    ['passed', '--pass says what labels count'],
  ])('%s', (value, hint) => {
    expect(() => numberOf(value, 'reward')).toThrow(hint);
  });

  it('a label for what is missing leaves numbers as they are', () => {
    const pass = parsePass('null=0.25');
    expect([null, undefined, '', 1, '0.5', true].map((value) => numberOf(value, 'reward', pass))).toEqual([
      0.25, 0.25, 0.25, 1, 0.5, 1,
    ]);
    expect(() => numberOf('failed', 'reward', pass)).toThrow('reward is "failed", which --pass does not list');
    expect(() => numberOf(1, 'reward', parsePass('null=0,x=1'))).toThrow('reward is 1, which --pass does not list');
  });

  it('a threshold that is turned round', () => {
    expect(() => parsePass('=>0.7')).toThrow('"=>0.7" has no label before "="');
  });
});

it('words under the name of a judge keep rows apart, numbers are scores', () => {
  const rows = [0.5, 0.25, 0.25].map((judge) => ({ prompt: 'a', reward: 1, judge }));
  expect(inferColumns(rows)).toMatchObject({ notices: [], columns: { scores: ['judge'] } });
  const named = ['x', 'y', 'y'].map((judge) => ({ prompt: 'a', reward: 1, judge }));
  expect(inferColumns(named).columns.runs).toEqual(['judge']);
});
