// The columns that tell runs apart: answers of two models, checkpoints, steps or filters are no repeats of each other.

import type { Row } from '../files/record-sink';
import { withDigits } from '../format/value';
import { fieldsOf, valuesOf } from './kinds/kind';
import { plainName } from './kinds/score-names';
import { valueAt } from './paths';
import { isStruct } from './structs';

/** Names of columns that say which policy a row is of, or by which filter it was read. */
const RUN = new RegExp(
  [
    '^(run|experiment|filter)(_?(id|name))?$|^(extractor|agent|agent_name|llm|llm_name|lora|adapter)$',
    '^(\\w+_)?(model|generator|checkpoint|ckpt)(_?(id|name|path|step|version))?$',
    '^policy(_?(id|name|path|step|version))?$|^weights?_(id|name|path|step|version)$',
    '^((global|train|training|trainer|gen|policy|rollout)_?)?step$|^(global|train|training)_?steps$|^iteration$',
  ].join('|')
);

/** Names of columns that say who judged a row, or what of it: words that differ for one answer. Numbers under such a name are scores. */
const JUDGE = new RegExp(
  [
    '^((reward|judge|judging|grader|scorer|score)_model|judge|grader|scorer|verifier|rm)(_?(id|name|path))?$',
    '^(metric|criterion|criteria|attribute|aspect|dimension|rubric)(_?(id|name))?$|^(reward|score)_(name|fn|func|function|type)$',
  ].join('|')
);

/**
 * The columns of these records that say which run a sample is of: fields, or those of structs such as `metadata.model`.
 *
 * @param prompt - the columns that name the prompt.
 */
export function runColumns(rows: readonly Row[], prompt: readonly string[]): string[] {
  const paths = fieldsOf(rows).flatMap((field) => {
    const structs = valuesOf(rows, field).filter(isStruct);
    return structs.length === 0 ? [field] : fieldsOf(structs).map((name) => `${field}.${name}`);
  });
  return paths.filter((path) => {
    const names = [path, path.slice(path.indexOf('.') + 1)].map(plainName);
    const called = (pattern: RegExp) => names.some((name) => pattern.test(name));
    if (called(JUDGE)) return valuesOf(rows, path).every(isWord) && differsWithin(rows, prompt, path);
    const values = called(RUN) ? valuesOf(rows, path) : [];
    return values.length > 0 && values.every(isLabel);
  });
}

const isWord = (value: unknown) => typeof value === 'string' && !Number.isFinite(Number(value));

/** No fraction is a name. */
const isLabel = (value: unknown) => ['string', 'bigint', 'boolean'].includes(typeof value) || Number.isInteger(value);

/** Whether a column has several values for one prompt: what is the same for each, such as a rubric of its own, sets no rows apart. */
function differsWithin(rows: readonly Row[], prompt: readonly string[], path: string): boolean {
  const known = new Map<string, unknown>();
  return rows.some((row) => {
    const key = prompt.map((name) => withDigits(valueAt(row, name)) ?? '').join('\n');
    const value = valueAt(row, path);
    const before = known.get(key);
    if (value !== undefined && value !== null) known.set(key, value);
    return before !== undefined && value !== undefined && value !== null && before !== value;
  });
}
