// What is said of records that are of no known kind.

import { describe, expect, it } from 'vitest';
import { inferColumns } from '../../src/sample-files/sample-columns';

type Fields = Record<string, unknown>;

/** What follows the demand to name the columns. */
function hints(...rows: Fields[]): string {
  try {
    inferColumns(rows);
  } catch (error) {
    const { message } = error as Error;
    expect(message).toMatch(/are of no kind of sample file that is known: give --prompt COLUMN and --reward COLUMN/);
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
    ['text with numbers', { prompt: 'p', score: '8/10' }, '; score is "8/10", which is no number'],
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
      '; chosen and rejected have no scores: score both with a reward model first; none of the fields is called like a prompt or its id',
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
