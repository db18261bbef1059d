// The columns that tell runs apart: answers of two models, checkpoints, steps or filters are no repeats of each other.

import type { Row } from '../files/record-sink';
import { fieldsOf, valuesOf } from './kinds/kind';

/** Names of columns that say which policy, or which way to judge it, a row is of. */
const RUN =
  /^(run|run_?id|run_?name|model|model_?(id|name|path)|policy|generator|checkpoint|checkpoint_(name|path|step)|ckpt|(global_?|train(ing)?_?|trainer_?)?step|iteration|filter|filter_?name|extractor|experiment|experiment_?(id|name)|system|agent)$/i;

/** Names of columns that may tell runs apart, or only describe samples. */
const MAYBE_RUN =
  /^(seed|temperature|epoch|judge|judge_model|annotator|template|prompt_template|few_?shot|num_fewshot|split|variant|condition)$/i;

/** The columns of these records that say which run a sample is of. */
export function runColumns(rows: readonly Row[]): string[] {
  return fieldsOf(rows).filter(
    (name) => RUN.test(name) && valuesOf(rows, name).every(isLabel) && valuesOf(rows, name).length > 0
  );
}

/**
 * The columns that have several values for one prompt, with several rows for each: their rows may be results of their own, and are counted as
 * repeats.
 *
 * @param idOf - the id of a row's prompt, with what keeps runs apart.
 */
export function doubtfulColumns(rows: readonly Row[], idOf: (row: Row) => string): string[] {
  return fieldsOf(rows).filter((name) => {
    if (!MAYBE_RUN.test(name) || !valuesOf(rows, name).every(isLabel)) return false;
    const pairs = rows.map((row) => JSON.stringify([idOf(row), String(row[name])]));
    const prompts = new Set(rows.map(idOf));
    const distinct = new Set(pairs);
    return distinct.size > prompts.size && distinct.size < pairs.length;
  });
}

const isLabel = (value: unknown): boolean => ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
