// Wide files: a record is a question with k responses and the list of their scores.

import { isArrayLike } from '../paths';
import { type Kind, twoColumns, valuesOf } from './kind';

export const wide: Kind = {
  name: 'wide best-of-k file',
  source: 'https://huggingface.co/datasets/lmarena-ai/PPE-GPQA-Best-of-K',
  where:
    'the best-of-k sets of PPE lie on the Hugging Face Hub as `lmarena-ai/PPE-…-Best-of-K`; their `scores` say which answers are right',
  needs: ['question_id', /^response_\d+$/, 'scores'],
  fields: 'question_id, response_1, ..., scores',
  fits: (rows) => valuesOf(rows, 'scores').every(isArrayLike),
  columns: () => twoColumns('question_id', 'scores'),
};
