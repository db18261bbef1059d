// Answers rated by several attributes.

import { RecordError } from '../../files/record-error';
import { type Kind, numberFields, scoreFields, twoColumns } from './kind';

/** The known attributes; the first one that a file has is taken as the reward. */
const RATINGS = [
  'overall_score',
  'overall',
  'helpfulness',
  'correctness',
  'coherence',
  'complexity',
  'verbosity',
  'rating',
  'score',
];

export const ratings: Kind = {
  name: 'attribute ratings',
  source: 'https://huggingface.co/datasets/nvidia/HelpSteer2',
  needs: ['prompt', 'response', new RegExp(`^(${RATINGS.join('|')})$`)],
  fields: 'prompt, response, helpfulness, ...',
  columns(rows) {
    const numbers = numberFields(rows);
    const reward = RATINGS.find((name) => numbers.includes(name));
    if (reward === undefined)
      throw new RecordError(
        'this file of attribute ratings has no number to take as reward: give --reward COLUMN',
        {},
        'UNKNOWN_COLUMNS'
      );
    return { ...twoColumns('prompt', reward), scores: scoreFields(rows, ['prompt', reward]) };
  },
};
