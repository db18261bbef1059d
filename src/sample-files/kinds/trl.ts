// The completions that TRL's trainers log, a column for each reward function, and those of ms-swift, which logs a whole table in each record.

import type { Row } from '../../files/record-sink';
import { rowsOfTable } from '../columnar';
import { isArrayLike } from '../paths';
import { hasField, type Kind, type KindColumns, numberFields, valuesOf } from './kind';

/** Numbers of a row that no reward function gave. */
const OTHERS = /^(step|gen_step|advantages?|__index_level_.*)$/;

function columnsOf(rows: readonly Row[], prompt: string): KindColumns {
  const numbers = numberFields(rows).filter((name) => !OTHERS.test(name) && name !== prompt && name !== 'completion');
  const reward = numbers.includes('reward') ? 'reward' : numbers[0];
  const scores = numbers.filter((name) => name !== reward);
  const isOneOfMany = reward !== 'reward' && reward !== undefined && scores.length > 0;
  return {
    prompt: [prompt],
    reward,
    scores,
    noReward: 'these TRL completions have no reward: give --reward COLUMN',
    notices: isOneOfMany
      ? [
          `the sum that the trainer makes of its ${numbers.length} rewards is not in the file: --reward names the one that chooses`,
        ]
      : [],
  };
}

export const trlTables: Kind = {
  name: 'tables of TRL completions',
  source: 'https://github.com/modelscope/ms-swift',
  where: 'ms-swift with `--log_completions true` writes `completions.jsonl` into the folder of its output',
  needs: ['step[0]', 'completion[0]', /^(prompt|messages)$/],
  fields: 'step, prompt, completion, a column for each reward function, each of them a list',
  fits: (rows) => valuesOf(rows, 'step').every(isArrayLike),
  unfold: (record) => rowsOfTable(record, 'step'),
  columns: (rows) => columnsOf(rows, hasField(rows, 'prompt') ? 'prompt' : 'messages'),
};

export const trl: Kind = {
  name: 'TRL completions',
  source: 'https://huggingface.co/docs/trl/grpo_trainer',
  where: '`GRPOTrainer` with `log_completions=True` writes `completions/completions_STEP.parquet` into the folder of its output',
  needs: ['step', 'prompt', 'completion', /^(advantages?|reward)$/],
  fields: 'step, prompt, completion, a column for each reward function, advantage',
  columns: (rows) => columnsOf(rows, 'prompt'),
};
