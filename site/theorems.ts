// The theorems that the charts show: each in plain words, as a formula in MathML, and where it is explained. This is the only place that knows the addresses.

/** The parts of the documentation that the boxes lead to. */
const DOCS = {
  bound: './docs/theory/kl.html#the-formula-is-only-a-bound',
  estimator: './docs/theory/kl.html#the-estimator',
  winRate: './docs/theory/win-rate.html#never-above-the-bound',
  winRateGap: './docs/theory/win-rate.html#how-far-below-the-bound',
  frontier: './docs/theory/frontier.html#at-equal-divergence-on-a-support',
} as const;

export interface Theorem {
  /** The id of the card whose chart shows it. */
  card: string;
  name: string;
  plain: string;
  /** The formula, as MathML within a math element. */
  formula: string;
  href: string;
}

// a few words for MathML, so that the formulas below can be read
const i = (name: string) => `<mi>${name}</mi>`;
const o = (sign: string) => `<mo>${sign}</mo>`;
const c = (number: number) => `<mn>${number}</mn>`;
const text = (words: string) => `<mtext>${words}</mtext>`;
const row = (...parts: string[]) => `<mrow>${parts.join('')}</mrow>`;
const over = (above: string, below: string) => `<mfrac>${above}${below}</mfrac>`;
const sub = (base: string, index: string) => `<msub>${base}${index}</msub>`;
const power = (base: string, exponent: string) => `<msup>${base}${exponent}</msup>`;
const both = (base: string, index: string, exponent: string) => `<msubsup>${base}${index}${exponent}</msubsup>`;
const inBrackets = (...parts: string[]) => row(o('('), ...parts, o(')'));

const N = i('n');
const N_LESS_1 = row(N, o('−'), c(1));
/** The logarithm of what follows. */
const LOG = `${i('log')}<mspace width="0.17em"/>`;
const P = i('p');
const PI = sub(i('π'), N);
const KL = row(text('KL'), o('('), PI, o('∥'), P, o(')'));
const FORMULA = row(LOG, N, o('−'), over(N_LESS_1, N));
const COLLISION = row(`<munder>${o('∑')}${i('j')}</munder>`, both(i('P'), i('j'), c(2)));
const MISSED = power(inBrackets(c(1), o('−'), i('ε')), N);
const WIN = text('win rate');

export const THEOREMS: readonly Theorem[] = [
  {
    card: 'kl',
    name: 'Theorem 3.1',
    plain: 'The formula that papers report is never too small, but it may be far too large.',
    formula: row(KL, o('≤'), FORMULA),
    href: DOCS.bound,
  },
  {
    card: 'kl',
    name: 'The estimator of section 4',
    plain:
      'From the probability ε of the answer that was kept, a single number estimates the divergence; it takes all rewards for distinct.',
    formula: row(
      sub(i('d'), N),
      inBrackets(i('ε')),
      o('='),
      MISSED,
      inBrackets(LOG, N, o('+'), inBrackets(N_LESS_1), LOG, inBrackets(c(1), o('−'), i('ε')), o('−'), over(N_LESS_1, N)),
      o('+'),
      inBrackets(c(1), o('−'), MISSED),
      LOG,
      over(row(c(1), o('−'), MISSED), i('ε'))
    ),
    href: DOCS.estimator,
  },
  {
    card: 'gap',
    name: 'Theorem 3.4',
    plain: 'The formula is nearly right as long as two of the draws seldom have the same reward.',
    formula: row(FORMULA, o('−'), KL, o('≤'), c(2), N, inBrackets(N_LESS_1), COLLISION),
    href: DOCS.bound,
  },
  {
    card: 'win-rate',
    name: 'Theorem 5.3',
    plain: 'Against one draw, the best of n cannot win more often than where no rewards tie.',
    formula: row(WIN, o('≤'), over(N, row(N, o('+'), c(1)))),
    href: DOCS.winRate,
  },
  {
    card: 'win-rate',
    name: 'Theorem 5.4',
    plain: 'How much it wins less often is bounded by the chance that two draws have the same reward.',
    formula: row(over(N, row(N, o('+'), c(1))), o('−'), WIN, o('≤'), over(N_LESS_1, c(2)), COLLISION),
    href: DOCS.winRateGap,
  },
  {
    card: 'trade-off',
    name: 'The frontier (section 7)',
    plain: 'No policy at the same divergence does better than the reference tilted by an exponential of what is wanted.',
    formula: row(
      sub(i('π'), i('β')),
      inBrackets(i('y')),
      o('='),
      over(
        row(P, inBrackets(i('y')), power(i('e'), row(i('β'), i('s'), inBrackets(i('y'))))),
        row(`<munder>${o('∑')}${i('z')}</munder>`, P, inBrackets(i('z')), power(i('e'), row(i('β'), i('s'), inBrackets(i('z')))))
      )
    ),
    href: DOCS.frontier,
  },
];
