// Records that a JSON document tells by keys.

import { describe, expect, it } from 'vitest';
import { byKey } from '../../src/sample-files/kinds/by-key';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { near, runOf } from '../helpers/kind-fixtures';

it('the key is the prompt', async () => {
  const { columns, curves, notices } = await runOf('by-key.json', [1, 2]);
  expect(columns).toMatchObject({ kind: byKey.name, prompt: ['key'], reward: 'reward', scores: [] });
  // rewards 0, 1 and 0.5, 0.25
  expect(curves).toEqual([{ labels: {}, prompts: 2, samples: 4, means: { reward: near(7 / 16, 3 / 4) } }]);
  expect(notices).toEqual(['these columns of numbers are left out: length']);
});

describe('what stands under a key', () => {
  it.each<[string, unknown[], object]>([
    ['numbers', [[0, 1], [0.5]], { prompt: ['key'], reward: 'value', wide: true }],
    ['a record with a list', [{ rewards: [0, 1] }, { rewards: [0.5] }], { prompt: ['key'], reward: 'rewards', wide: true }],
    [
      'records of one prompt each',
      [
        [{ prompt: 'x', score: 1 }],
        [
          { prompt: 'y', score: 0 },
          { prompt: 'y', score: 1 },
        ],
      ],
      { prompt: ['key'], reward: 'score', wide: false },
    ],
    [
      'records of several prompts: the key is a run',
      [
        [
          { prompt: 'x', score: 1 },
          { prompt: 'y', score: 1 },
        ],
        [{ prompt: 'x', score: 0 }],
      ],
      { prompt: ['prompt'], by: ['key'], reward: 'score' },
    ],
  ])('%s', (_, values, expected) => {
    const rows = values.map((value, i) => ({ key: `k${i}`, value }));
    expect(inferColumns(rows).columns).toMatchObject({ kind: byKey.name, ...expected });
  });

  it('a record for each number, of a prompt that repeats: the number is that of the row', () => {
    const table = (prompts: readonly string[]) => prompts.map((prompt, i) => ({ key: `${i}`, value: { prompt, reward: i } }));
    expect(inferColumns(table(['x', 'x', 'y', 'y'])).columns).toMatchObject({ prompt: ['prompt'], reward: 'reward', scores: [] });
    expect(inferColumns(table(['x', 'y', 'z'])).columns).toMatchObject({ prompt: ['key'], reward: 'reward' });
  });

  it('other things fit no known kind', () => {
    expect(() => inferColumns([{ key: 'a', value: ['x', 'y'] }])).toThrow(/fit no known kind/);
    expect(() => inferColumns([{ key: 'a', value: 0.5 }])).toThrow(/fit no known kind/);
  });
});
