// The fields in which a row of means holds its estimates, and the keys that partial results call them by. Whatever lists the fields walks over
// this table; how an estimate is computed stands in estimates.ts.

interface Field {
  /** What stands before the name of the member in names of estimates, where the field holds a mean for each member of a family. */
  prefix?: string;
  /** Whether prompts need more than rewards to have it. */
  needsMore?: true;
}

/** The order is that of rows, columns and charts. The fields must never change, since partial results in files call the estimates by them. */
const FIELDS = {
  expectedReward: {},
  winRate: {},
  klEstimate: { needsMore: true },
  scores: { prefix: 'score.', needsMore: true },
} satisfies Record<string, Field>;

export type EstimateField = keyof typeof FIELDS;
export type FamilyField = {
  [F in EstimateField]: (typeof FIELDS)[F] extends { prefix: string } ? F : never;
}[EstimateField];
/** The field of an estimate that belongs to no family. */
export type SingleField = Exclude<EstimateField, FamilyField>;

/** A value for each estimate, under the fields of AggregateRow; those that have no field of their own are in `estimates`, by their names. */
export type ByField<T> = { [F in SingleField]: T } & { [F in FamilyField]: Record<string, T> } & {
  estimates: Record<string, T>;
};

export const ESTIMATE_FIELDS = /* @__PURE__ */ Object.keys(FIELDS) as EstimateField[];

const fieldOf = (field: EstimateField): Field => FIELDS[field];

/** Whether the field is that of a family, and so holds a value for each member. */
export const isFamily = (field: EstimateField): field is FamilyField => fieldOf(field).prefix !== undefined;

/** The fields that belong to no family. */
export const SINGLE_FIELDS = /* @__PURE__ */ ESTIMATE_FIELDS.filter((field): field is SingleField => !isFamily(field));

/** Whether prompts need more than rewards to have the estimates of a field. */
export const needsMore = (field: EstimateField): boolean => fieldOf(field).needsMore === true;

/** The name of an estimate in rows and files, and for `evaluateSamples`. */
export const nameOf = (field: EstimateField, member = ''): string =>
  isFamily(field) ? `${fieldOf(field).prefix}${member}` : field;

/** The fields that hold a family, with what stands before its members in keys and in names. */
const FAMILIES = /* @__PURE__ */ familiesOf();

function familiesOf() {
  return ESTIMATE_FIELDS.filter(isFamily).map((field) => ({ key: `${field}.`, name: nameOf(field) }));
}

/** The key of an estimate in partial results, from its name. */
export function keyOfName(name: string): string {
  const family = FAMILIES.find((each) => name.startsWith(each.name));
  return family === undefined ? name : family.key + name.slice(family.name.length);
}

/** The name of the estimate with this key. */
export function nameOfKey(key: string): string {
  const family = FAMILIES.find((each) => key.startsWith(each.key));
  return family === undefined ? key : family.name + key.slice(family.key.length);
}

/** The name of the score whose value at the best of n by reward the key is of; undefined for other estimates. */
export function scoreOf(key: string): string | undefined {
  const prefix = 'scores.' satisfies `${FamilyField}.`;
  return key.startsWith(prefix) ? key.slice(prefix.length) : undefined;
}

/** The value that `byField` has put into its field. */
export function atKey<T>(fields: ByField<T>, key: string): T {
  const field = ESTIMATE_FIELDS.find((name) => key === name || (isFamily(name) && key.startsWith(`${name}.`)));
  if (field === undefined) return fields.estimates[key];
  return isFamily(field) ? fields[field][key.slice(field.length + 1)] : fields[field];
}

/** Puts values by key into fields. Every estimate with a field of its own that is no family gets a value. */
export function byField<T>(keys: readonly string[], valueAt: (key: string) => T): ByField<T> {
  const fields: Record<string, T | Record<string, T>> = {};
  const left = new Set(keys);
  for (const field of ESTIMATE_FIELDS) {
    if (!isFamily(field)) {
      fields[field] = valueAt(field);
      left.delete(field);
      continue;
    }
    const prefix = `${field}.`;
    const own = keys.filter((key) => key.startsWith(prefix));
    for (const key of own) left.delete(key);
    fields[field] = Object.fromEntries(own.map((key) => [key.slice(prefix.length), valueAt(key)]));
  }
  fields.estimates = Object.fromEntries([...left].map((key) => [key, valueAt(key)]));
  return fields as ByField<T>;
}
