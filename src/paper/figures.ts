// The paper's figures: the pictures, and the rows of numbers that are printed with them.

import { chart, type Point, type Series } from '../charts/chart';
import { N_AXIS } from '../charts/n-axis';
import { STYLE } from '../charts/series-style';
import { klCurve, logGrid, type PolicyPoint, tradeOff, winRateCurve } from './curves';
import type { FigureFile } from './figure-files';
import { RARE, type Reference, UNIFORM } from './references';

export interface Figure {
  /** The name of the picture's file, without its extension. */
  file: FigureFile;
  title: string;
  svg: string;
  /** The names of the columns; empty if no numbers are printed. */
  head: string[];
  rows: (string | number)[][];
}

const WIN_RATE_AXIS = { domain: [0.5, 1], label: 'win rate against the reference' };

/** A point for about every pixel of a panel. */
const CURVE_POINTS = 241;
/** Series of dots show every twelfth point, so that they do not touch. */
const DOT_EVERY = 12;

/** A figure with some curves over n, in one panel for each reference. */
interface OverN<Name extends string> {
  file: FigureFile;
  title: string;
  references: Reference[];
  maxN: number;
  /** The n that the axis names and that are printed. */
  ticks: number[];
  y: { label: string; domain?: number[] };
  curves(reference: Reference, ns: ArrayLike<number> & Iterable<number>): { n: Float64Array } & Record<Name, Float64Array>;
  /** The printed columns, from left to right. */
  columns: readonly Name[];
  /** The series, from the one that is drawn first to the one on top. */
  series: readonly { name: Name; label: string; style: Series['style'] }[];
}

function overN<Name extends string>({ file, title, references, maxN, ticks, y, curves, columns, series }: OverN<Name>): Figure {
  const ns = logGrid(maxN, CURVE_POINTS);
  const drawn = references.map((reference, panel) => ({ panel, values: curves(reference, ns) }));
  const pointsOf = (name: Name, every: number): Point[] =>
    drawn.flatMap(({ panel, values }) =>
      Array.from(values.n, (x, i) => ({ panel, x, y: values[name][i] })).filter((_, i) => i % every === 0)
    );
  return {
    file,
    title,
    svg: chart({
      title,
      panels: references.map((reference) => reference.title),
      x: { ...N_AXIS, ticks },
      y,
      series: series.map(({ name, label, style }) => ({
        label,
        style,
        points: pointsOf(name, 'dots' in style ? DOT_EVERY : 1),
      })),
    }),
    head: ['reference', 'n', ...columns],
    rows: references.flatMap((reference) => {
      const values = curves(reference, ticks);
      return Array.from(values.n, (n, i) => [reference.title, n, ...columns.map((name) => values[name][i])]);
    }),
  };
}

const KL = {
  y: { label: 'KL divergence, nats' },
  curves: klCurve,
  columns: ['formula', 'exact', 'estimator'],
  series: [
    { name: 'exact', label: 'exact', style: STYLE.exact },
    { name: 'formula', label: 'formula log n − (n−1)/n', style: STYLE.bound },
    { name: 'estimator', label: 'mean of the estimator', style: STYLE.dots },
  ],
} as const;

const WIN_RATE = {
  y: WIN_RATE_AXIS,
  curves: winRateCurve,
  columns: ['bound', 'exact'],
  series: [
    { name: 'exact', label: 'exact', style: STYLE.exact },
    { name: 'bound', label: 'bound n/(n+1)', style: STYLE.bound },
  ],
} as const;

const POLICIES = [
  { policy: 'bestOfN', label: 'best-of-n', style: STYLE.exact },
  { policy: 'tilted', label: 'tilted, the best possible', style: STYLE.optimum },
  { policy: 'threshold', label: 'threshold', style: STYLE.dots },
] as const;
/** The end of the axis, in nats: beyond it every curve is close to its limit. */
const MAX_KL = 5;
/** A win rate that is lower by less than a millionth is as good: the logarithmic axis ends here. */
const MIN_SHORTFALL = 1e-6;

function tradeOffFigures(): Figure[] {
  const references = [UNIFORM[0], UNIFORM[1], RARE[1], RARE[2]];
  const panels = references.map((reference) => reference.title);
  const drawn = references.map((reference, panel) => ({
    panel,
    policies: tradeOff(reference, logGrid(1e6, CURVE_POINTS)),
  }));
  const series = (value: 'winRate' | 'shortfall', shown: readonly (typeof POLICIES)[number][]): Series[] =>
    shown.map(({ policy, label, style }) => ({
      label,
      style,
      points: drawn.flatMap(({ panel, policies }) => {
        const points: PolicyPoint[] = policies[policy];
        return points.filter(({ kl }) => kl <= MAX_KL).map((point) => ({ panel, x: point.kl, y: point[value] }));
      }),
    }));
  const x = { label: 'KL divergence from the reference, nats', domain: [0, MAX_KL] };
  const winRate = 'Win rate against KL divergence of three policies';
  const shortfall = 'What a policy lacks to the best win rate at its KL divergence';
  return [
    {
      file: 'trade-off',
      title: winRate,
      svg: chart({ title: winRate, panels, x, y: WIN_RATE_AXIS, series: series('winRate', POLICIES) }),
      head: ['reference', 'policy', 'KL', 'win rate', 'lacks'],
      rows: references.flatMap((reference) => {
        const { bestOfN, threshold, tilted } = tradeOff(reference, [2, 4, 16], 4);
        const rowsOf = <P extends PolicyPoint>(points: P[], nameOf: (point: P) => string) =>
          points.map((point) => [reference.title, nameOf(point), point.kl, point.winRate, point.shortfall]);
        return [
          ...rowsOf(bestOfN, ({ n }) => `best of ${n}`),
          ...rowsOf(threshold.slice(0, 4), ({ reward }) => `threshold ${reward}`),
          ...rowsOf(tilted, () => 'tilted'),
        ];
      }),
    },
    {
      file: 'shortfall',
      title: shortfall,
      svg: chart({
        title: shortfall,
        panels,
        x,
        y: {
          label: 'win rate below the tilted policy',
          type: 'log',
          domain: [MIN_SHORTFALL, 0.1],
          ticks: [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1],
          tickFormat: (y: number) => y.toExponential(0),
        },
        // the tilted policy lacks nothing
        series: series(
          'shortfall',
          POLICIES.filter(({ policy }) => policy !== 'tilted')
        ),
      }),
      head: [],
      rows: [],
    },
  ];
}

export function figures(): Figure[] {
  return [
    overN({
      ...KL,
      file: 'kl-uniform',
      title: 'KL divergence of best-of-n, uniform references',
      references: UNIFORM,
      maxN: 1e4,
      ticks: [1, 10, 100, 1000, 10_000],
    }),
    overN({
      ...KL,
      file: 'kl-rare',
      title: 'KL divergence of best-of-n where the best outcomes are rare',
      references: RARE,
      maxN: 1e7,
      ticks: [1, 100, 10_000, 1e6],
    }),
    overN({
      ...WIN_RATE,
      file: 'win-rate',
      title: 'Win rate of best-of-n against n',
      references: [UNIFORM[0], UNIFORM[1], RARE[0], RARE[2]],
      maxN: 1e4,
      ticks: [1, 10, 100, 1000, 10_000],
    }),
    ...tradeOffFigures(),
  ];
}
