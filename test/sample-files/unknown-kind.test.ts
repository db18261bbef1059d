// What is said of records that are of no known kind, and of values that are no numbers.

import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/files/record-sink';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { numberIn, numberOf, parsePass } from '../../src/sample-files/scoring';

const comma =
  'its comma is likely a decimal comma or stands between thousands: write a point before decimals, and nothing between thousands';

describe('why likely columns are none', () => {
  it.each<[string, Row[], string]>([
    ['thousands', [{ prompt: 'a', reward: '1,250' }], `reward is "1,250", expected a finite number, true or false; ${comma}`],
    [
      'percent',
      [{ prompt: 'a', score: '50%' }],
      'score is "50%", expected a finite number, true or false; write it without the percent sign',
    ],
    ['labels', [{ prompt: 'a', correct: 'yes' }], 'correct is "yes", expected a finite number, true or false; --pass says'],
    ['numbers as texts', [{ id: 1, prompt: 'a', reward: '0.5' }], 'reward holds texts such as "0.5": if these are the rewards'],
    [
      'columns in a record',
      [{ prompt: ['a', 'b'], reward: [0, 1] }],
      'prompt and reward are lists: if each record is a table by columns',
    ],
    ['another separator', [{ 'prompt:reward': 'a:1' }], 'there is one column, and cells are separated by a comma'],
    ['no header line', [{ a: 'b', 0: '1' }], 'the first line holds values, and it should hold the names of the columns'],
    ['fields of structs', [{ row: { prompt: 'a', reward: 1 }, at: 'x' }], 'the fields row.prompt, row.reward, at are of no kind'],
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

it('a score that is called like a judge is no run', () => {
  const rows = [0.5, 0.25, 0.25].map((judge) => ({ prompt: 'a', reward: 1, judge }));
  expect(inferColumns(rows).notices).toEqual([]);
  const named = ['x', 'y', 'y'].map((judge) => ({ prompt: 'a', reward: 1, judge }));
  expect(inferColumns(named).notices.join()).toContain('--run judge keeps them apart');
});
