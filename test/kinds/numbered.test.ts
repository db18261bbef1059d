// Records with several answers in numbered columns.

import { describe, expect, it } from 'vitest';
import { numbered } from '../../src/sample-files/kinds/numbered';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { near, runOf } from '../helpers/kind-fixtures';

it('each number is a sample of the record', async () => {
  const { columns, curves } = await runOf('numbered.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['question'], reward: 'score', scores: [] });
  // 0.5 and -0.5, -1 and 1, 0 and 0
  expect(curves).toEqual([{ labels: {}, prompts: 3, samples: 6, means: { score: near(0, 1 / 2) } }]);
});

it('letters may stand for numbers, and what is said of both answers is no score', async () => {
  const { columns, curves, notices } = await runOf('numbered-letters.csv', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['prompt'], reward: 'score', scores: [] });
  // 10 and 5, 3 and 9
  expect(curves[0].means).toEqual({ score: near(27 / 4, 19 / 2) });
  expect(notices).toEqual(['these columns of numbers are left out: score_ratio']);
});

describe('answers', () => {
  const kindOf = (row: Record<string, unknown>) => inferColumns([row, row]).columns.kind;

  it('numbered scores of one answer are several rewards', () => {
    expect(kindOf({ prompt: 'p', response: 'a', score_1: 1, score_2: 0 })).toBe('scored answers');
    expect(kindOf({ prompt: 'p', response_1: 'a', response_2: 'b', score_1: 1, score_2: 0 })).toBe(numbered.name);
  });

  it('three scores without an answer are those of answers, and a list as long as they are many has one for each', () => {
    const row = { question_id: 1, scores: [true, false, true], score_1: 0.5, score_2: 0.25, score_3: 1 };
    const { columns } = inferColumns([row, { ...row, question_id: 2 }]);
    expect(columns).toMatchObject({ kind: numbered.name, prompt: ['question_id'], reward: 'score', scores: ['scores'] });
    expect(numbered.unfold?.(row)[1]).toEqual({ question_id: 1, scores: false, score: 0.25 });
  });

  it('a record may have fewer answers than others', () => {
    const row = { prompt: 'p', response1: 'a', rating1: 1, response2: 'b', rating2: 2, response3: null, rating3: null };
    expect(numbered.unfold?.(row)).toEqual([
      { prompt: 'p', response: 'a', rating: 1 },
      { prompt: 'p', response: 'b', rating: 2 },
    ]);
  });
});
