// What a search finds first: words that people type and the pages do not have, and how much each kind of page counts.

/**
 * Further words by which a page is found, by its path on the site.
 *
 * @type {Record<string, string>}
 */
const WORDS = {
  'index.md': 'install npm license cite citation',
  'files.md': 'file format csv tsv json jsonl parquet arrow feather',
  'recipes/pass-at-k.md': 'pass@1 pass@10 unbiased estimator HumanEval',
  'recipes/how-sure.md': 'confidence interval, error bar, standard error, uncertainty',
  'recipes/better.md': 'compare two models, significance, p-value, t-test, A/B test',
  'recipes/how-many-prompts.md': 'power analysis, sample size, minimum detectable effect',
  'recipes/more-samples.md': 'how many samples, scaling, extrapolation, target',
  'recipes/votes.md': 'majority vote, majority voting, self-consistency, maj@k',
  'recipes/every-time.md': 'reliability, pass^k, consistency',
  'recipes/over-optimised.md': 'reward hacking, Goodhart, over-optimization, overoptimization, gold reward, proxy reward',
  'recipes/noisy-judge.md': 'LLM judge, optimism, selection bias, winner’s curse',
  'recipes/true-kl.md': 'KL wrong, formula, log n',
  'recipes/worth-of-draws.md': 'cost, price, budget, early stopping',
  'recipes/training-weights.md': 'GRPO, RLHF, reinforcement learning, policy gradient, max@k',
  'theory/policy.md': 'ties, tied rewards, definition',
  'theory/kl.md': 'bound, upper bound, log n',
  'theory/rules.md': 'temperature, softmax, rejection sampling',
  'server.md': 'Python, HTTP, REST, API',
  'cluster.md': 'Redis, BullMQ, distributed',
  'pool.md': 'multithreading, worker threads, parallel',
  'runtimes.md': 'browser, TypeScript, Bun, Deno, Cloudflare Workers, bundler, CommonJS',
  'errors.md': 'NaN, invalid input, error code, exception',
  'bench/index.md': 'speed, performance, fast, numpy',
};

/**
 * The HTML of a page as it is searched: with its further words below its title.
 *
 * @param {string} path
 * @param {string} html
 */
export const withWords = (path, html) => (path in WORDS ? html.replace('</h1>', `</h1><p>${WORDS[path]}</p>`) : html);

/** The paths of pages that have further words. */
export const pagesWithWords = Object.keys(WORDS);

/**
 * How much a section counts, by the beginning of its page's path and whether it is the page's own beginning; the first that fits.
 *
 * @type {[path: RegExp, beginning: number, within: number][]}
 */
const WEIGHTS = [
  // of a kind of file, the page is meant, and none of the examples in it
  [/^recipes\/files\//, 1, 0.3],
  [/^recipes\/|^questions/, 1.8, 0.8],
  [/^files/, 3, 1],
  // for those who change the package
  [/^(changelog|contributing|architecture|security|test\/)/, 0.3, 0.2],
  [/^(bench\/|reliability)/, 0.5, 0.4],
  [/^reference\//, 0.6, 0.7],
  [/(?:)/, 1.5, 1],
];

/** How much more a name of the reference counts where it is typed in full. */
const WHOLE_NAME = 3;

/**
 * How much a section counts for a word.
 *
 * @param {string} path The path of its page from the root of the documentation.
 * @param {string} term
 * @param {{ title: string, titles: string[] }} section Its title, and those of the sections that it is in.
 */
export function weightOf(path, term, { title, titles }) {
  const [, beginning, within] = /** @type {(typeof WEIGHTS)[number]} */ (WEIGHTS.find(([pattern]) => pattern.test(path)));
  // a name in small letters is a word as well, such as compare
  const isName = path.startsWith('reference/') && /[A-Z]/.test(title) && title.toLowerCase() === term;
  return (titles.length === 0 ? beginning : within) * (isName ? WHOLE_NAME : 1);
}

/**
 * The words that are looked for where one is typed: also the singular, and the spelling of these pages.
 *
 * @param {string} typed
 */
export function termsOf(typed) {
  const term = typed.toLowerCase();
  const singular = term.replace(/ies$/, 'ie').replace(/(?<=[^s])s$/, '');
  const british = term.replace(/iz(?=e|ing|ation)/, 'is');
  return [...new Set([term, singular, british])];
}

/**
 * Only words of some length are looked for by their beginning: half of all words begin with the `p` of `p-value`.
 *
 * @param {string} term
 */
export const isPrefix = (term) => term.length > 2;

/**
 * How many letters may differ, as a share of a word.
 *
 * @param {string} term
 */
export const fuzziness = (term) => (term.length > 4 ? 0.2 : 0);
