// What the page of a kind says besides what the table of kinds and the fixtures tell: a title, and what to beware of.

/** Something to beware of, perhaps with a command that shows it over a fixture. */
export interface Beware {
  text: string;
  /** The arguments of `best-of-n samples`; each name of a fixture stands for that file, unless `files` says what it holds. */
  args?: readonly string[];
  /** Files made of fixtures: the name of each, that of its fixture, and what is changed in its text. */
  files?: Record<string, [fixture: string, change?: (text: string) => string]>;
}

export interface PageWords {
  title: string;
  /** How many of the first records are shown; 1 by default. */
  records?: number;
  /** Whether a record is a prompt with two samples, so that no larger n can be asked for. */
  isOfPairs?: true;
  beware?: readonly Beware[];
}

const line = (text: string, index: number) => text.split('\n')[index];

/** The text with its first line once more at the end, as where a run was resumed. */
const resumed = (text: string) => `${text}${line(text, 0)}\n`;

const twice = (fixture: string, text: string): Beware => ({ text, args: [fixture], files: { [fixture]: [fixture, resumed] } });

/** A file for each run or seed: without an option each is a run of its own. */
const filesOfOneRun = (text: string, fixture: string, names: readonly string[]): Beware => ({
  text,
  args: [...names, '--pool', '-n', '1,4'],
  files: Object.fromEntries(names.map((name) => [name, [fixture]])),
});

const missing = (fixture: string, text: string, from: RegExp, to: string): Beware => ({
  text,
  args: [fixture],
  files: { [fixture]: [fixture, (whole) => whole.replace(from, to)] },
});

/** By the names of the files of kinds. */
export const WORDS: Record<string, PageWords> = {
  inspect: {
    title: 'Inspect',
    beware: [
      {
        text: 'Scores that are words other than C, I, P and N are left out until `--pass` says what they count. It speaks of every score, so name the others with `--score`.',
        args: ['inspect.json', '-r', 'topic', '--score', 'judge.truth', '--pass', 'cooking=1,sport=0', '-n', '1'],
      },
      twice('inspect-samples.jsonl', 'An epoch that stands there twice, as after a run that was resumed, is an error.'),
      {
        text: 'A folder of logs is read whole: each task and each model gets a curve. `--pool` makes runs that only repeat each other one run.',
      },
    ],
  },
  'inspect-frame': {
    title: 'Inspect, as a data frame',
    beware: [
      {
        text: 'Every log is a run of its own. `--run model` makes all logs of a model one run.',
        args: ['inspect-frame.csv', '--run', 'model', '-n', '1'],
      },
    ],
  },
  'openai-evals': {
    title: 'OpenAI evals',
    records: 3,
    beware: [
      {
        text: 'Only the events of type `match`, or of type `metrics`, are samples; the line `spec` and all other events are passed over.',
      },
    ],
  },
  lighteval: {
    title: 'lighteval',
    beware: [
      {
        text: 'The first metric chooses; `-r` names another, and the first one becomes a score.',
        args: ['lighteval.parquet', '-r', 'metric.f1'],
      },
    ],
  },
  evalplus: {
    title: 'EvalPlus',
    beware: [
      {
        text: 'pass@k of the base tests alone, which is HumanEval’s own, takes `-r base`.',
        args: ['evalplus.json', '-r', 'base'],
      },
    ],
  },
  bigcodebench: {
    title: 'BigCodeBench',
    beware: [missing('bigcodebench.json', 'A status that is not known is no failure but an error.', /"timeout"/, '"crashed"')],
  },
  'code-eval': { title: 'code_eval and the bigcode harness' },
  livecodebench: {
    title: 'LiveCodeBench',
    beware: [
      {
        text: 'The file’s own `pass@1` is the mean of `graded_list`, and no further score. All of `k` solutions pass as often as `pass^k` says.',
        args: ['livecodebench.jsonl', '--estimate', 'pass^k'],
      },
    ],
  },
  'multipl-e': {
    title: 'MultiPL-E',
    beware: [
      { text: 'A file holds one problem: give the folder with all of them. Each language gets a curve.' },
      missing('multipl-e.json', 'A status that is not known is no failure but an error.', /"OK"/, '"Killed"'),
    ],
  },
  'swe-bench': {
    title: 'SWE-bench',
    beware: [
      filesOfOneRun(
        'Each file is a run with a curve of its own. For pass@k over several attempts give all reports with `--pool`.',
        'swe-bench.jsonl',
        ['attempt-1.jsonl', 'attempt-2.jsonl']
      ),
      {
        text: 'The summary `MODEL.RUN.json` counts instances without a patch as not resolved where they were submitted; those that were not submitted are no samples.',
      },
    ],
  },
  'tau-bench': {
    title: 'τ-bench and τ²-bench',
    beware: [twice('tau-bench.jsonl', 'A trial that stands there twice, as after a run that was resumed, is an error.')],
  },
  promptfoo: {
    title: 'promptfoo',
    beware: [
      {
        text: 'The score is a number from 0 to 1; the pass flag takes `-r success`.',
        args: ['promptfoo.json', '-r', 'success', '-n', '1,2'],
      },
    ],
  },
  'terminal-bench': { title: 'Terminal-Bench' },
  'nemo-skills': {
    title: 'NeMo-Skills',
    beware: [
      filesOfOneRun(
        'Each seed has a file. Without an option each of them is a run of its own; `--pool` makes them the samples of one.',
        'nemo-skills.jsonl',
        ['output-rs0.jsonl', 'output-rs1.jsonl']
      ),
      {
        text: 'Files of `ns generate` have no verdict before they are judged.',
        args: ['nemo-skills.jsonl'],
        files: {
          'nemo-skills.jsonl': [
            'nemo-skills.jsonl',
            (text) => text.replace(/, "symbolic_correct": \w+/g, '').replace(/, "judgement": "[^"]*"/g, ''),
          ],
        },
      },
      { text: 'Votes need `--answer predicted_answer`.' },
    ],
  },
  generations: {
    title: 'OpenR1 and other verified generations',
    beware: [
      {
        text: 'Several verifiers are several columns: the first that every problem has chooses, `-r correctness_llama` names another.',
      },
    ],
  },
  helm: {
    title: 'HELM',
    beware: [{ text: 'Only statistics that are known as metrics are scores; `-r` names any other.' }],
  },
  opencompass: { title: 'OpenCompass' },
  olmes: {
    title: 'OLMES',
    beware: [
      {
        text: 'Another metric takes its path.',
        args: ['olmes.jsonl', '-r', 'metrics.exact_match_flex'],
      },
    ],
  },
  'mt-bench': {
    title: 'MT-bench',
    beware: [{ text: 'Both turns of a question are prompts of their own, since their scores are of different answers.' }],
  },
  'arena-hard': {
    title: 'Arena-Hard',
    beware: [
      {
        text: 'The share of prompts on which the model wins, ties left aside, takes a threshold.',
        args: ['arena-hard.jsonl', '--pass', '>0.5', '-n', '1'],
      },
    ],
  },
  'alpaca-eval': {
    title: 'AlpacaEval',
    beware: [
      { text: 'The mean at `n = 1` is the raw win rate. The win rate that AlpacaEval corrects for length is another number.' },
    ],
  },
  deepeval: {
    title: 'DeepEval',
    beware: [
      {
        text: 'A metric is a number from 0 to 1; a pass flag with a threshold of your own takes `--pass`.',
        args: ['deepeval.json', '--pass', '>=0.8', '-n', '1,2'],
      },
    ],
  },
  monkeys: { title: 'Large Language Monkeys' },
  'step-scores': {
    title: 'search-and-learn, and scores of steps',
    beware: [
      {
        text: 'The scores of the steps become one by `--steps`, and choose in other ways than `agg_scores` does.',
        args: ['step-scores-aggregated.jsonl', '-r', 'scores', '--steps', 'min'],
      },
    ],
  },
  'harness-log': {
    title: 'lm-evaluation-harness',
    beware: [
      {
        text: 'Each filter gets a curve, since filters of one answer are no repeats of each other. Where one answer was judged twice with different outcomes, the file is refused.',
        args: ['harness-log.jsonl'],
        files: {
          'harness-log.jsonl': ['harness-log.jsonl', (text) => resumed(text).replace('"exact_match": 1.0', '"exact_match": 0.0')],
        },
      },
      { text: 'Without `repeats` in the task each document has one answer, and nothing can be said of `n > 1`.' },
      { text: 'Questions on one passage need `--cluster doc.COLUMN`, [which widens the interval](../how-sure.md).' },
    ],
  },
  'code-generation': {
    title: 'HumanEval and other samples of code',
    beware: [
      {
        text: 'The file of samples has no `passed` yet: give the one that the evaluation wrote.',
        args: ['code-generation.jsonl'],
        files: { 'code-generation.jsonl': ['code-generation.jsonl', (text) => text.replace(/, "passed": \w+/g, '')] },
      },
    ],
  },
  'reward-bench-2': {
    title: 'RewardBench 2',
    beware: [
      {
        text: '`correct` at the `n` of all candidates is the accuracy of the reward model: how often a right candidate has the highest score.',
        args: ['reward-bench-2.jsonl', '-n', '4'],
      },
    ],
  },
  'reward-bench': {
    isOfPairs: true,
    title: 'RewardBench',
    beware: [
      {
        text: '`preferred` at `n = 2` is the accuracy of the reward model, where a tie counts one half.',
        args: ['reward-bench.jsonl', '-n', '2'],
      },
    ],
  },
  wide: {
    title: 'PPE, best of k',
    beware: [
      {
        text: 'The reward model that is to choose needs a column of its own, a list with a number for each answer: with `-r COLUMN` it chooses, and `scores` becomes a score, which says how often it is right.',
      },
    ],
  },
  preferences: {
    isOfPairs: true,
    title: 'Human preferences',
    beware: [
      { text: 'A record has two samples, so that no `n` above 2 can be answered; each of two that are tied counts one half.' },
    ],
  },
  pairs: {
    isOfPairs: true,
    title: 'Preference pairs',
    beware: [{ text: '`preferred` at `n = 2` is how often the score agrees with the preference, where a tie counts one half.' }],
  },
  'rated-lists': {
    title: 'UltraFeedback and other rated lists',
    beware: [
      {
        text: 'Any rating inside of the list can choose, by its path.',
        args: ['rated-lists.jsonl', '-r', 'completions[].fine-grained_score', '-n', '1,4'],
      },
    ],
  },
  ratings: {
    title: 'HelpSteer',
    beware: [
      {
        text: 'Every attribute can choose, and the others are scores of what it chooses.',
        args: ['ratings.jsonl', '-r', 'correctness', '--score', 'helpfulness'],
      },
    ],
  },
  trl: {
    title: 'TRL and ms-swift',
    beware: [
      {
        text: 'Several reward functions are several columns, and their weighted sum is not among them: `-r` names the one that chooses.',
        args: ['trl.parquet', '-r', 'length', '-n', '2'],
      },
      { text: 'Each training step has another policy, and gets a curve. `--pool` would mix them.' },
    ],
  },
  verl: {
    title: 'verl',
    beware: [
      {
        text: 'Votes need `--answer pred`. Weighted ones need rewards of at least 0, so let the flag choose.',
        args: ['verl.jsonl', '--answer', 'pred', '--estimate', 'wmaj@k', '-n', '3'],
      },
    ],
  },
  skyrl: {
    title: 'SkyRL',
    beware: [missing('skyrl.jsonl', 'A score that is not a number stops the run.', /"score": 1\.0/, '"score": NaN')],
  },
  'nemo-gym': {
    title: 'NeMo Gym',
    beware: [twice('nemo-gym.jsonl', 'A rollout that stands there twice, as after a collection that was resumed, is an error.')],
  },
  rollouts: {
    title: 'verifiers and other environments',
    beware: [
      missing(
        'rollouts.jsonl',
        'A rollout that failed may have no reward: say whether it counts 0 or not at all.',
        /"reward": 1\.25/,
        '"reward": null'
      ),
    ],
  },
  'reward-model': {
    title: 'OpenRLHF and other runs of reward models',
    beware: [
      {
        text: 'A second reward, or a verdict, in a further column is a score of what is chosen; without one, the means over the best two and of the worst are of use.',
        args: ['reward-model.jsonl', '--estimate', 'worst@k,top@k:2', '-n', '2,3'],
      },
    ],
  },
  numbered: { title: 'Numbered answers' },
  conversations: { title: 'Scored conversations' },
  'by-key': { title: 'Scored answers by key' },
  plain: {
    title: 'Plain rows of answers and rewards',
    beware: [
      missing(
        'plain.jsonl',
        'An answer that nobody has scored stops the run, with its place.',
        /"reward": 0\.75/,
        '"reward": null'
      ),
      missing(
        'plain-lists.jsonl',
        'Lists of answers and of rewards must be of equal length.',
        /\[0\.5, 1\.5, -1\.0\]/,
        '[0.5, 1.5]'
      ),
      {
        text: 'Where names are others, `-p COLUMN -r COLUMN` names them; `best-of-n samples FILE --columns` shows what there is.',
      },
    ],
  },
};
