// The scores of a reward model on the pairs of RewardBench, as run_rm.py keeps them: a row for each pair, or one table of columns.

import { expect, it } from 'vitest';
import { near, runOf } from '../helpers/kind-fixtures';

it.each(['reward-bench.jsonl', 'reward-bench-table.jsonl'])(
  '%s: the best of two is the chosen one as often as the model is right',
  async (name) => {
    const { columns, curves } = await runOf(name, [1, 2]);
    // subsets count their pairs from 0
    expect(columns).toMatchObject({ prompt: ['subset', 'id'], reward: 'score', scores: ['preferred'] });
    // 2.5 > 1, 0.25 < 0.75, 1.5 = 1.5, 3 > -1
    expect(curves).toEqual([
      { labels: {}, prompts: 4, samples: 8, means: { score: near(9.5 / 8, 7.75 / 4), preferred: near(1 / 2, 2.5 / 4) } },
    ]);
  }
);
