// The results of evaluations that SkyRL dumps.

import { isArrayLike } from '../paths';
import { type Kind, scoreFields, valuesOf } from './kind';

export const skyRl: Kind = {
  name: 'SkyRL evaluation results',
  source: 'https://github.com/NovaSky-AI/SkyRL',
  where: 'SkyRL writes `dumped_evals/global_step_STEP_evals/DATASET.jsonl` into the folder that `trainer.export_path` names',
  needs: ['input_prompt', 'output_response', 'score'],
  columns(rows) {
    // the rewards of tokens, of which all but a few are 0
    const isList = valuesOf(rows, 'score').some(isArrayLike);
    return {
      prompt: ['input_prompt'],
      reward: 'score',
      scores: scoreFields(rows, ['input_prompt', 'output_response', 'score']),
      ...(isList ? { steps: 'sum' as const, notices: ['score has a reward for each token, of which the sum counts'] } : {}),
    };
  },
};
