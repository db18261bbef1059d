// The estimates that samples give. Whatever lists estimates walks over this table: a new one is a method of Samples, an entry here, a field
// of AggregateRow, and its texts (sample-files/estimate-texts.ts).

import type { Samples } from './samples';

/** An estimate, or a family of estimates that differ in one argument, such as the name of a score. */
interface Estimator {
  /** Whether samples have what it needs besides rewards. Left out where it needs nothing else. */
  needs?(samples: Samples): boolean;
  /** Of a family: the arguments for which such samples have an estimate, one for each member. */
  members?(samples: Samples): readonly string[];
  /** Of a family: what a member is called in rows and files. */
  name?(member: string): string;
  /** The largest n for which so many samples have an estimate. Left out where it is their number: there are choices of n as long as there are n. */
  maxN?(size: number): number;
  /** NaN where there is none at this n, a whole number from 1 to `maxN`. */
  at(samples: Samples, n: number, member: string): number;
}

/**
 * By the field of AggregateRow that holds the mean; of a family the field holds the means by member. The order is that of rows, columns and
 * charts. Partial results that were written to files call estimates by these fields, so that they never change.
 */
const ESTIMATORS = {
  expectedReward: { at: (samples, n) => samples.expectedReward(n) },
  // one more sample is the opponent
  winRate: { maxN: (size) => size - 1, at: (samples, n) => samples.winRate(n) },
  klEstimate: { needs: (samples) => samples.hasLogProbs, at: (samples, n) => samples.klEstimate(n) },
  scores: {
    members: (samples) => samples.scoreNames,
    name: (score) => `score.${score}`,
    at: (samples, n, score) => samples.expectedScore(score, n),
  },
} satisfies Record<string, Estimator>;

export type EstimateField = keyof typeof ESTIMATORS;
export type FamilyField = {
  [F in EstimateField]: (typeof ESTIMATORS)[F] extends { members: unknown } ? F : never;
}[EstimateField];
/** The field of an estimate that belongs to no family. */
export type SingleField = Exclude<EstimateField, FamilyField>;

/** A value for each estimate, in the fields of AggregateRow. */
export type ByField<T> = { [F in SingleField]: T } & { [F in FamilyField]: Record<string, T> };

export const ESTIMATE_FIELDS = Object.keys(ESTIMATORS) as EstimateField[];

/** Of a family when the field holds values by member. */
export const isFamily = (field: EstimateField): field is FamilyField => 'members' in ESTIMATORS[field];

export const estimatorOf = (field: EstimateField): Estimator => ESTIMATORS[field];

/** By what partial results call an estimate: its field, for a member of a family with the member's argument. */
const keyOf = (field: EstimateField, member: string) => (isFamily(field) ? `${field}.${member}` : field);

/** An estimate of some samples. */
interface Estimate {
  key: string;
  maxN: number;
  at(n: number): number;
}

/** The estimates that such samples have, in the order of the table. */
export function estimatesOf(samples: Samples): Estimate[] {
  return ESTIMATE_FIELDS.flatMap((field) => {
    const { needs, members, maxN, at } = estimatorOf(field);
    if (needs?.(samples) === false) return [];
    return (members?.(samples) ?? ['']).map((member) => ({
      key: keyOf(field, member),
      maxN: maxN?.(samples.size) ?? samples.size,
      at: (n) => at(samples, n, member),
    }));
  });
}

/** Values by key, put into fields. A single estimate has a value in any case; keys that are of no estimate here are left out. */
export function byField<T>(keys: readonly string[], valueAt: (key: string) => T): ByField<T> {
  const fields = ESTIMATE_FIELDS.map((field) => {
    if (!isFamily(field)) return [field, valueAt(field)];
    const prefix = keyOf(field, '');
    const own = keys.filter((key) => key.startsWith(prefix));
    return [field, Object.fromEntries(own.map((key) => [key.slice(prefix.length), valueAt(key)]))];
  });
  return Object.fromEntries(fields) as ByField<T>;
}

/** What rows and files call the estimate of such a key. */
export function nameOfKey(key: string): string {
  const family = ESTIMATE_FIELDS.find((field) => isFamily(field) && key.startsWith(keyOf(field, '')));
  return family === undefined ? key : nameOf(family, key.slice(family.length + 1));
}

/** What rows and files call an estimate. */
export function nameOf(field: EstimateField, member = ''): string {
  return estimatorOf(field).name?.(member) ?? field;
}
