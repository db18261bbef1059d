// The paper's figures: what is drawn, and the rows that are printed beside it.

import { chart, type Point, STYLE } from '../charts/chart';
import { N_AXIS } from '../charts/n-axis';
import { klCurve, logGrid, tradeOff, winRateCurve } from './curves';
import { RARE, type Reference, UNIFORM } from './references';

export interface Figure {
  /** The picture's name, without an ending. */
  file: string;
  title: string;
  svg: string;
  head: string[];
  rows: (string | number)[][];
}

const WIN_RATE_AXIS = { domain: [0.5, 1], label: 'win rate against the reference' };

/** Points of a curve, and which of them are drawn as dots. */
const POINTS = 241;
const DOT_EVERY = 12;
const someOf = (points: Point[]) => points.filter((_, i) => (i % POINTS) % DOT_EVERY === 0);

/** Points of one curve over n, in one panel. */
const overN = (panel: string, n: Float64Array, values: Float64Array): Point[] =>
  Array.from(n, (x, i) => ({ panel, x, y: values[i] }));

function klFigure(file: string, title: string, references: Reference[], most: number, ticks: number[]): Figure {
  const ns = logGrid(most, POINTS);
  const curves = references.map((reference) => ({ panel: reference.title, ...klCurve(reference, ns) }));
  const points = (name: 'formula' | 'exact' | 'estimator') =>
    curves.flatMap(({ panel, n, [name]: values }) => overN(panel, n, values));
  const printed = Float64Array.from(ticks);
  return {
    file,
    title,
    svg: chart({
      title,
      panels: references.map((reference) => reference.title),
      x: { ...N_AXIS, ticks },
      y: { label: 'KL divergence, nats' },
      series: [
        { label: 'exact', style: STYLE.exact, points: points('exact') },
        { label: 'formula log n − (n−1)/n', style: STYLE.bound, points: points('formula') },
        { label: 'mean of the estimator', style: STYLE.dots, points: someOf(points('estimator')) },
      ],
    }),
    head: ['reference', 'n', 'formula', 'exact', 'estimator'],
    rows: references.flatMap((reference) => {
      const { n, formula, exact, estimator } = klCurve(reference, printed);
      return Array.from(n, (_, i) => [reference.title, n[i], formula[i], exact[i], estimator[i]]);
    }),
  };
}

function winRateFigure(): Figure {
  const title = 'Win rate of best-of-n against n';
  const references = [UNIFORM[0], UNIFORM[1], RARE[0], RARE[2]];
  const ticks = [1, 10, 100, 1000, 10_000];
  const curves = references.map((reference) => ({ panel: reference.title, ...winRateCurve(reference, logGrid(1e4, POINTS)) }));
  const points = (name: 'bound' | 'exact') => curves.flatMap(({ panel, n, [name]: values }) => overN(panel, n, values));
  return {
    file: 'win-rate',
    title,
    svg: chart({
      title,
      panels: references.map((reference) => reference.title),
      x: { ...N_AXIS, ticks },
      y: WIN_RATE_AXIS,
      series: [
        { label: 'exact', style: STYLE.exact, points: points('exact') },
        { label: 'bound n/(n+1)', style: STYLE.bound, points: points('bound') },
      ],
    }),
    head: ['reference', 'n', 'bound', 'exact'],
    rows: references.flatMap((reference) => {
      const { n, bound, exact } = winRateCurve(reference, ticks);
      return Array.from(n, (_, i) => [reference.title, n[i], bound[i], exact[i]]);
    }),
  };
}

type TradeOffPoint = ReturnType<typeof tradeOff>['tilted'][number];

const POLICIES = [
  { policy: 'bestOfN', label: 'best-of-n', style: STYLE.exact },
  { policy: 'tilted', label: 'tilted, the best possible', style: STYLE.optimum },
  { policy: 'threshold', label: 'threshold', style: STYLE.dots },
] as const;
/** Beyond, every curve is close to its end. */
const KL_MOST = 5;
/** Below, what is lacking is nothing. */
const SHORTFALL_LEAST = 1e-6;

function tradeOffFigures(): Figure[] {
  const references = [UNIFORM[0], UNIFORM[1], RARE[1], RARE[2]];
  const curves = references.map((reference) => ({ panel: reference.title, ...tradeOff(reference, logGrid(1e6, POINTS)) }));
  const panels = references.map((reference) => reference.title);
  const series = (value: 'winRate' | 'shortfall', policies: readonly (typeof POLICIES)[number][]) =>
    policies.map(({ policy, label, style }) => ({
      label,
      style,
      points: curves.flatMap(({ panel, [policy]: list }) =>
        (list as TradeOffPoint[]).filter(({ kl }) => kl <= KL_MOST).map((point) => ({ panel, x: point.kl, y: point[value] }))
      ),
    }));
  const x = { label: 'KL divergence from the reference, nats', domain: [0, KL_MOST] };
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
        const named = <P extends TradeOffPoint>(policy: (point: P) => string, points: P[]) =>
          points.map((point) => [reference.title, policy(point), point.kl, point.winRate, point.shortfall]);
        return [
          ...named(({ n }) => `best of ${n}`, bestOfN),
          ...named(({ reward }) => `threshold ${reward}`, threshold.slice(0, 4)),
          ...named(() => 'tilted', tilted),
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
          domain: [SHORTFALL_LEAST, 0.1],
          ticks: [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1],
          tickFormat: (y: number) => y.toExponential(0),
        },
        series: series('shortfall', [POLICIES[0], POLICIES[2]]),
      }),
      head: [],
      rows: [],
    },
  ];
}

export function figures(): Figure[] {
  return [
    klFigure('kl-uniform', 'KL divergence of best-of-n, uniform references', UNIFORM, 1e4, [1, 10, 100, 1000, 10_000]),
    klFigure('kl-rare', 'KL divergence of best-of-n where the best outcomes are rare', RARE, 1e7, [1, 100, 10_000, 1e6]),
    winRateFigure(),
    ...tradeOffFigures(),
  ];
}
