// The columns that tell runs apart: answers of two models, checkpoints, steps or filters are no repeats of each other.

import type { Row } from '../files/record-sink';
import { fieldsOf, valuesOf } from './kinds/kind';
import { plainName } from './kinds/score-names';
import { isStruct } from './structs';

/** Names of columns that say which policy, or which way to judge it, a row is of. */
const RUN = new RegExp(
  [
    '^(run|experiment|filter)(_?(id|name))?$|^(extractor|agent|agent_name|llm|llm_name|lora|adapter)$',
    // of the policy, of the judge or of the reward model: what several models wrote or scored are no repeats
    '^(\\w+_)?(model|generator|checkpoint|ckpt)(_?(id|name|path|step|version))?$',
    '^policy(_?(id|name|path|step|version))?$|^weights?_(id|name|path|step|version)$|^(judge|grader|scorer|verifier|rm)(_name)?$',
    // what is measured: a row for each metric of one answer
    '^(metric|criterion|criteria|attribute|aspect|dimension|rubric)(_?(id|name))?$|^(reward|score)_(name|fn|func|function|type)$',
    '^((global|train|training|trainer|gen|policy|rollout)_?)?step$|^(global|train|training)_?steps$|^iteration$',
  ].join('|')
);

const isRun = (name: string) => RUN.test(plainName(name));

/** The columns of these records that say which run a sample is of: fields, or those of structs such as `metadata.model`. */
export function runColumns(rows: readonly Row[]): string[] {
  const paths = fieldsOf(rows).flatMap((field) => {
    const structs = valuesOf(rows, field).filter(isStruct);
    return structs.length === 0 ? [field] : fieldsOf(structs).map((name) => `${field}.${name}`);
  });
  const isNamed = (path: string) => isRun(path) || isRun(path.slice(path.indexOf('.') + 1));
  return paths.filter((path) => {
    const values = isNamed(path) ? valuesOf(rows, path) : [];
    return values.length > 0 && values.every(isLabel);
  });
}

const isLabel = (value: unknown): boolean => ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
