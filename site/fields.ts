// The numbers that the explorer shows, at one n and over many.

export const FIELDS = [
  'kl',
  'klBound',
  'klGap',
  'klGapBound',
  'klEstimate',
  'winRate',
  'winRateBound',
  'expectedReward',
] as const;

export type Field = (typeof FIELDS)[number];

/** What is set against KL divergence, and what a policy is tilted for. */
export type Value = 'winRate' | 'expectedReward';

/** What is to be reached at least. */
export type Targets = { [value in Value]?: number };

/** null where it is not known: of samples, say, the exact KL divergence. */
export type Values = Record<Field, number | null>;

/** Each field with an entry for every n; absent where it is not known. */
export type Curves = { n: Float64Array } & Partial<Record<Field, Float64Array>>;

/** The ends of confidence intervals, an entry for every n. */
export type Bands = Partial<Record<Field, { low: Float64Array; high: Float64Array }>>;

export const LABELS: Record<Field, string> = {
  kl: 'exact KL',
  klBound: 'formula log n − (n−1)/n',
  klGap: 'gap: formula less exact',
  klGapBound: 'bound of theorem 3.4',
  klEstimate: 'mean of the estimator',
  winRate: 'win rate',
  winRateBound: 'bound n/(n+1)',
  expectedReward: 'expected reward',
};
