// The answers to what was asked of a curve, as sentences and tables to read.

import { wrapped } from '../../format/columns';
import { decimalsFor, NONE, percent, range, short, withError } from '../../format/number';
import { oneLine } from '../../format/visible';
import type { Doubling } from '../../sample-files/doublings';
import type { Findings } from '../../sample-files/findings';
import { textTable } from '../output/text-table';

/** A part of what was found: sentences, and a table below them. */
export interface FoundPart {
  title: string;
  said: string[];
  head: string[];
  rows: string[][];
}

/** @param reward - the column of the reward that chooses. */
export function foundParts(
  findings: Findings | undefined,
  reward: string,
  { confidence, cost }: { confidence: number; cost?: number }
): FoundPart[] {
  if (!findings) return [];
  const { gold, targets = [], extrapolation, doublings = [] } = findings;
  const level = `${percent(confidence)} %`;
  return [
    ...(gold ? [goldPart(gold, reward, level)] : []),
    ...(targets.length > 0
      ? [{ title: 'Targets', said: targets.map((target) => targetText(target, level)), head: [], rows: [] }]
      : []),
    ...(extrapolation ? [modelPart(extrapolation, reward, level)] : []),
    ...doublings.map(({ column, rows }) => doublingPart(column, rows, cost)),
  ];
}

export function partText({ title, said, head, rows }: FoundPart, width: number): string {
  const lines = [title, ...said].map((line) => wrapped(oneLine(line), width));
  return [...lines, ...(rows.length > 0 ? [textTable(head, rows, { width })] : [])].join('\n');
}

type Gold = NonNullable<Findings['gold']>;

function goldPart(gold: Gold, reward: string, level: string): FoundPart {
  const { score, points, peak, fit, divergence } = gold;
  const most = Math.max(...points.map(({ n }) => n));
  const changes = points.some(({ gain }) => gain !== 0);
  const [from, to] = peak.between;
  const reach = from === to ? 'no other n of the table is as good' : `the best n of the table lies between ${from} and ${to}`;
  const verdict = changes
    ? [
        `${score} is highest at n = ${peak.n}, where its mean is ${short(peak.value)}; at ${level} confidence ${reach}.`,
        harmText(gold, most, level),
      ]
    : [`${score} is ${short(peak.value)} at every n: choosing by ${reward} neither helps nor harms it.`];
  const source =
    divergence === 'estimate' ? 'is estimated from the log-probabilities' : 'is the formula log n - (n-1)/n, an upper bound';
  const fitted = fit
    ? [
        `Of the form of Gao et al., gain = d (alpha - beta d) with d the square root of the KL divergence: alpha = ${short(fit.alpha)}, beta = ${short(fit.beta)}${
          fit.peak ? `, with its peak at d = ${short(fit.peak.d)}` : ', without a peak'
        }.`,
      ]
    : [];
  const bare = points.filter(({ n, band }) => n > 1 && band === null);
  const bands = bare.length > 0 ? ['Where there is no band beyond n = 1, the prompts do not tell an error.'] : [];
  return {
    title: `${score} where ${reward} chooses`,
    said: [
      ...verdict,
      ...fitted,
      ...bands,
      `The KL divergence ${source}; the bands of the gain hold for all n at once. At n = 1 the gain is 0, without an error.`,
    ],
    head: ['n', 'KL', 'd', reward, score, 'gain over n = 1', `${level} band`],
    rows: points.map(({ n, kl, distance, reward, gold, gain, band }) => [
      String(n),
      short(kl),
      short(distance),
      short(reward),
      short(gold),
      short(gain),
      band ? range(band, decimalsFor((band[1] - band[0]) / 4, gain)) : NONE,
    ]),
  };
}

function harmText(
  { score, harmless, harmful }: Pick<Gold, 'score' | 'harmless' | 'harmful'>,
  most: number,
  level: string
): string {
  const good =
    harmless === null
      ? `No n above 1 is certain to do ${score} no harm`
      : `The largest n that is certain to do ${score} no harm, against n = 1, is ${harmless}`;
  const bad =
    harmful === null ? `no n up to ${most} is certain to harm it` : `n = ${harmful} is the first that is certain to harm it`;
  return `${good}; ${bad} (${level} confidence, for all n at once).`;
}

function targetText(
  { column, target, n, mean, between, most, atMost }: NonNullable<Findings['targets']>[number],
  level: string
): string {
  const [from, to] = between;
  const none = (mean ?? atMost).interval === null ? `there is no interval: ${(mean ?? atMost).noInterval}` : undefined;
  if (n === null || mean === null) {
    const stays = none ?? `its ${level} interval stays below, too`;
    const reach = from === null ? stays : `its ${level} interval reaches it from n = ${from} on`;
    return `${column} reaches ${target} at no n up to ${most}, where its mean is ${meanText(atMost)}; ${reach}.`;
  }
  const ends =
    to === null
      ? `begins at ${from ?? n}, and no n up to ${most} is certain to be enough`
      : from === to
        ? `is ${to}`
        : `is ${from} to ${to}`;
  const known = none !== undefined && from === null && to === null ? none : `the ${level} interval of that n ${ends}`;
  return `${column} reaches ${target} at n = ${n}, where its mean is ${meanText(mean)}; ${known}.`;
}

const meanText = ({ mean, standardError }: { mean: number | null; standardError: number | null }) =>
  mean === null ? '' : standardError === null ? short(mean) : withError(mean, standardError);

function modelPart({ model, rows, check }: NonNullable<Findings['extrapolation']>, reward: string, level: string): FoundPart {
  const { alpha, beta, limit } = model;
  const what =
    limit === 'binomial'
      ? 'Prompts differ by no more than chance, so that the model takes all to be equally hard; it has no interval.'
      : limit === 'degenerate'
        ? 'Every prompt always passes or always fails, so that the model says the same at every n; it has no interval.'
        : `The model: the chance that a sample passes differs from prompt to prompt as Beta(${short(alpha)}, ${short(beta)}) does, which was fitted to these prompts; the interval holds if that is so.`;
  const checked = check
    ? `Fitted to half of the samples of each prompt (${check.samples}), it says ${short(check.predicted)} at n = ${check.n}, where all of them say ${meanText({ mean: check.observed, standardError: check.standardError })}.`
    : 'There are too few samples to check it by holding some out.';
  return {
    title: `${reward} beyond the samples, by a model`,
    said: [
      what,
      checked,
      rows.length > 0
        ? 'Where some prompts can never be passed, it is too high at large n.'
        : 'Every prompt has samples for each n that was asked for: nothing lies beyond them; a larger --extrapolate says more.',
    ],
    head: ['n', `${reward} (model)`, `${level} interval`],
    rows: rows.map(({ n, passAtK, interval }) => [String(n), short(passAtK), interval ? range(interval, 3) : NONE]),
  };
}

function doublingPart(column: string, doublings: readonly Doubling[], cost: number | undefined): FoundPart {
  const said =
    doublings.length === 0
      ? ['The table has no n and its double for which a prompt has samples, so that no gain can be told.']
      : [
          `The gain is that of twice as many samples, over the prompts that have them${cost === undefined ? '' : `; a sample costs ${cost}`}.`,
        ];
  return {
    title: `${column}: what doubling n brings`,
    said,
    head: [
      'n',
      ...(cost === undefined ? [] : ['cost']),
      'to n',
      'gain',
      ...(cost === undefined ? [] : ['gain per unit']),
      'prompts',
    ],
    rows: doublings.map(({ n, gain, standardError, prompts }) => [
      String(n),
      ...(cost === undefined ? [] : [short(n * cost)]),
      String(2 * n),
      standardError === null ? short(gain) : withError(gain, standardError),
      ...(cost === undefined ? [] : [short(gain / (n * cost))]),
      String(prompts),
    ]),
  };
}
