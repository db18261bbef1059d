// The table of the estimates that samples give. Everything that lists estimates walks over it: a new estimate is a method of Samples, a name of
// evaluateSamples, an entry here, a field of AggregateRow, and its texts (sample-files/estimate-texts.ts).

import type { Samples } from './samples';

/** What samples have besides rewards. */
type Columns = Pick<Samples, 'hasLogProbs' | 'scoreNames'>;

/** An estimate, or a family of estimates that differ in one argument, such as the name of a score. */
interface Estimator {
  /** Whether samples have what the estimate needs besides rewards. Absent if it needs nothing else. */
  needs?(samples: Columns): boolean;
  /** The arguments for which the samples have an estimate, one for each member of the family. Absent if the estimate is no family. */
  members?(samples: Columns): readonly string[];
  /** The name of a member of the family in rows and files, and for `evaluateSamples`. */
  name?(member: string): string;
  /** The largest n for which `size` samples have an estimate. Absent if that is `size`, up to which n of them can be chosen. */
  maxN?(size: number): number;
  /** The least and the largest value, if not every number is one, nor an infinity. */
  range?: readonly [number, number];
  /** The estimate at n, a whole number from 1 to `maxN`; NaN if there is none. */
  at(samples: Samples, n: number, member: string): number;
}

/**
 * The estimators by the field of AggregateRow that holds their mean; the field of a family holds a mean for each member. The order is that of rows,
 * columns and charts. The fields must never change, since partial results in files call the estimates by them.
 */
const ESTIMATORS = {
  expectedReward: { at: (samples, n) => samples.expectedReward(n) },
  // one of the samples is the opponent
  winRate: { maxN: (size) => size - 1, range: [0, 1], at: (samples, n) => samples.winRate(n) },
  klEstimate: {
    needs: (samples) => samples.hasLogProbs,
    range: [0, Number.MAX_VALUE],
    at: (samples, n) => samples.klEstimate(n),
  },
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

/** A value for each estimate, under the fields of AggregateRow. */
export type ByField<T> = { [F in SingleField]: T } & { [F in FamilyField]: Record<string, T> };

export const ESTIMATE_FIELDS = Object.keys(ESTIMATORS) as EstimateField[];

/** Whether the field is that of a family, and so holds a value for each member. */
export const isFamily = (field: EstimateField): field is FamilyField => 'members' in ESTIMATORS[field];

export const estimatorOf = (field: EstimateField): Estimator => ESTIMATORS[field];

/** The key of an estimate in partial results: its field, followed by the argument if it is a member of a family. */
const keyOf = (field: EstimateField, member: string) => (isFamily(field) ? `${field}.${member}` : field);

/** The fields of the estimates that the samples have, in the order of the table, each with the member of a family that it is. */
function membersOf(samples: Columns): [field: EstimateField, member: string][] {
  return ESTIMATE_FIELDS.flatMap((field) => {
    const { needs, members } = estimatorOf(field);
    if (needs?.(samples) === false) return [];
    return (members?.(samples) ?? ['']).map((member): [EstimateField, string] => [field, member]);
  });
}

/** The keys of the estimates that samples with these columns have; `nameOfKey` says what `evaluateSamples` calls them. */
export const keysOf = (columns: Columns): string[] => membersOf(columns).map(([field, member]) => keyOf(field, member));

/** The estimates of the samples by key, with an entry for every n; NaN where there are too few samples. */
export function estimatesOf(samples: Samples, ns: readonly number[]): [key: string, values: number[]][] {
  return membersOf(samples).map(([field, member]) => {
    const { maxN, at } = estimatorOf(field);
    const most = maxN?.(samples.size) ?? samples.size;
    return [keyOf(field, member), ns.map((n) => (n <= most ? at(samples, n, member) : Number.NaN))];
  });
}

/** The keys of the estimates that all samples have. */
export const COMMON_KEYS: readonly string[] = ESTIMATE_FIELDS.filter(
  (field) => !isFamily(field) && estimatorOf(field).needs === undefined
);

/** The largest n, and the least and the largest value, of the estimate with this key for `size` samples; undefined if no estimate has the key. */
export function limitsOf(key: string, size: number): { maxN: number; range: readonly [number, number] } | undefined {
  const field = ESTIMATE_FIELDS.find((field) => (isFamily(field) ? key.startsWith(keyOf(field, '')) : key === field));
  if (field === undefined) return undefined;
  const { maxN, range = [-Infinity, Infinity] } = estimatorOf(field);
  return { maxN: maxN?.(size) ?? size, range };
}

/**
 * Returns the function that puts values, of which there is one for each key, into fields; `valueAt` says the value of the key at a place. Every estimate
 * that is no family must have a key; keys of no known estimate are left out.
 */
export function byField(keys: readonly string[]): <T>(valueAt: (place: number) => T) => ByField<T> {
  const places = ESTIMATE_FIELDS.map((field) => {
    const prefix = keyOf(field, '');
    const own = [...keys.entries()].filter(([, key]) => (isFamily(field) ? key.startsWith(prefix) : key === field));
    return { field, members: own.map(([place, key]) => ({ place, member: key.slice(prefix.length) })) };
  });
  return <T>(valueAt: (place: number) => T) => {
    const fields: Record<string, T | Record<string, T>> = {};
    for (const { field, members } of places) {
      if (!isFamily(field)) fields[field] = valueAt(members[0].place);
      else fields[field] = Object.fromEntries(members.map(({ place, member }) => [member, valueAt(place)]));
    }
    return fields as ByField<T>;
  };
}

/** The name, in rows and files, of the estimate with this key. */
export function nameOfKey(key: string): string {
  const family = ESTIMATE_FIELDS.find((field) => isFamily(field) && key.startsWith(keyOf(field, '')));
  return family === undefined ? key : nameOf(family, key.slice(family.length + 1));
}

/** The name of an estimate in rows and files. */
export function nameOf(field: EstimateField, member = ''): string {
  return estimatorOf(field).name?.(member) ?? field;
}
