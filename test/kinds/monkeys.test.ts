// Repeated samples of Large Language Monkeys.

import { expect, it } from 'vitest';
import { inferColumns } from '../../src/sample-files/sample-columns';
import { near, runOf } from '../helpers/kind-fixtures';

it('the list of correct samples is that of the problem', async () => {
  const { columns, curves } = await runOf('monkeys.jsonl', [1, 2]);
  expect(columns).toMatchObject({ prompt: ['orig_dset_split', 'orig_dset_idx'], reward: 'is_corrects', wide: true });
  expect(curves).toMatchObject([{ prompts: 2, samples: 8, means: { is_corrects: near(1 / 2, 3 / 4) } }]);
});

it('a problem with more samples than grades is refused', () => {
  const row = { question: 'q', samples: ['a', 'b'], is_corrects: [true] };
  expect(() => inferColumns([row])).toThrow(/^samples has 2 entries and is_corrects has 1/);
});
