// Answers rated by several attributes, each with one rating or with those of several annotators.

import type { Row } from '../../files/record-sink';
import { isArrayLike } from '../paths';
import { type Kind, numberFields, scoreFields, twoColumns, valuesOf } from './kind';
import { mayBeScore } from './score-names';

/** The known attributes; the first one that a file has is taken as the reward. */
const RATINGS = ['overall_score', 'overall', 'helpfulness', 'correctness', 'coherence', 'complexity', 'verbosity'];

const needs = ['prompt', 'response', new RegExp(`^(${RATINGS.join('|')})$`)];

export const ratings: Kind = {
  name: 'attribute ratings',
  source: 'https://huggingface.co/datasets/nvidia/HelpSteer2',
  where: 'HelpSteer and HelpSteer2 lie on the Hugging Face Hub as JSON lines',
  needs,
  fields: 'prompt, response, helpfulness, ...',
  fits: (rows) => RATINGS.some((name) => numberFields(rows).includes(name)),
  columns(rows) {
    const reward = RATINGS.find((name) => numberFields(rows).includes(name)) as string;
    return { ...twoColumns('prompt', reward), scores: scoreFields(rows, ['prompt', 'response', reward]) };
  },
};

const isNumbers = (value: unknown): value is ArrayLike<number | bigint> =>
  isArrayLike(value) && value.length > 0 && Array.from(value).every((entry) => ['number', 'bigint'].includes(typeof entry));

const mean = (values: ArrayLike<number | bigint>) => Array.from(values, Number).reduce((sum, x) => sum + x, 0) / values.length;

/** A record with the means of its annotators' ratings: several annotators of one answer are no several answers. */
function meansOf(row: Row): Row[] {
  const isRating = (name: string, value: unknown) => name !== 'prompt' && mayBeScore(name) && isNumbers(value);
  return [
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, isRating(name, value) ? mean(value as number[]) : value])
    ),
  ];
}

export const annotatedRatings: Kind = {
  ...ratings,
  name: "annotators' ratings",
  where: 'the folder `disagreements` of HelpSteer2 has the rating of each annotator',
  fields: 'prompt, response, helpfulness (a list), ...',
  fits: (rows) => RATINGS.some((name) => valuesOf(rows, name).length > 0 && valuesOf(rows, name).every(isNumbers)),
  unfold: meansOf,
  columns: (rows) => ({ ...ratings.columns(rows), notices: ['each rating is the mean of its annotators'] }),
};
