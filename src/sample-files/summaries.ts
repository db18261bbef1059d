// Files that programs write beside their samples: means, settings, answers that nobody has scored. They are refused with the name of the file to give.

import type { Row } from '../files/record-sink';
import { fieldsOf } from './kinds/kind';
import { isEntry, isStruct } from './structs';

/** A file without scored samples. */
interface Summary {
  /** What it is, after `this is`. */
  name: string;
  /** The fields that it has. */
  needs: readonly (string | RegExp)[];
  /** Fields that it does not have. */
  lacks?: readonly string[];
  /** Asked if fields do not tell. */
  fits?(rows: readonly Row[]): boolean;
  /** What to give instead, a clause. */
  instead: string;
}

const ANSWERS = 'answers without a score';

const SUMMARIES: readonly Summary[] = [
  {
    name: 'a summary of lm-evaluation-harness, without samples',
    needs: ['results', 'configs', 'versions'],
    instead: 'run it with --log_samples, and give the files samples_TASK_DATE.jsonl beside it',
  },
  {
    name: "Inspect's frame of evaluations, with a row for each run and no samples",
    needs: ['eval_id', /^(total|completed)_samples$/, /^score_/],
    lacks: ['sample_id', 'epoch'],
    instead: 'give the frame that samples_df makes, or the logs themselves',
  },
  {
    name: 'the header of a log of Inspect, without samples',
    needs: ['version', 'status', 'eval', 'stats'],
    lacks: ['samples'],
    instead: 'give the whole log, as inspect log dump writes it, or the .eval file',
  },
  {
    name: 'pass@k of BigCodeBench, without samples',
    needs: [/^pass@\d+$/, 'model', 'split', 'subset'],
    instead: 'give the file that ends in _eval_results.json',
  },
  {
    name: 'pass@k of LiveCodeBench, without samples',
    needs: [/^pass@\d+$/, 'detail'],
    lacks: ['graded_list'],
    instead: 'give the file that ends in _eval_all.json',
  },
  {
    name: `LiveCodeBench's ${ANSWERS}`,
    needs: ['question_id', 'output_list'],
    lacks: ['graded_list'],
    instead: 'run it with --evaluate, and give the file that ends in _eval_all.json',
  },
  {
    name: `MultiPL-E's ${ANSWERS}`,
    needs: ['name', 'language', 'completions', 'tests'],
    lacks: ['results'],
    instead: 'run its evaluation, and give the files that end in .results.json',
  },
  {
    name: 'code that was not tested yet',
    needs: ['task_id', /^(completion|solution)$/],
    lacks: ['passed', 'base_status', 'status', 'result', 'reward', 'score', 'correct', 'is_correct', 'success'],
    instead:
      'run the tests, and give what they write: NAME_results.jsonl of human-eval, or NAME_eval_results.json of EvalPlus or BigCodeBench',
  },
  {
    name: `patches for SWE-bench, ${ANSWERS}`,
    needs: ['instance_id', 'model_patch'],
    lacks: ['resolved', 'reward', 'score'],
    instead: 'run its evaluation, and give the report MODEL.RUN.json or the files report.json of the instances',
  },
  {
    name: 'a summary of SWE-bench, which does not list the instances that were tried',
    needs: ['no_generation', 'resolved'],
    instead: 'give the files report.json of the instances',
  },
  {
    name: 'statistics of HELM, without instances',
    needs: ['name', 'count', 'sum', 'sum_squared'],
    instead: 'give per_instance_stats.json beside it',
  },
  {
    name: 'a file that HELM makes for its pages',
    needs: ['instance_id', 'train_trial_index', /^(mapped_output|predicted_text|request)$/],
    instead: 'give per_instance_stats.json beside it',
  },
  {
    name: 'the answers or the settings of a run of HELM, without scores',
    needs: ['adapter_spec', /^(request_states|scenario_spec|metric_specs)$/],
    instead: 'give per_instance_stats.json beside it',
  },
  {
    name: `OpenCompass's ${ANSWERS}`,
    needs: ['origin_prompt', 'prediction'],
    lacks: ['correct', 'score'],
    instead: 'run it with --dump-eval-details, and give the file of the folder results',
  },
  {
    name: 'metrics of OLMES, without documents',
    needs: ['task_name', 'metrics', 'num_instances'],
    instead: 'give the file that ends in -predictions.jsonl',
  },
  {
    name: 'a leaderboard of AlpacaEval, without samples',
    needs: ['win_rate', 'n_wins', 'n_wins_base'],
    instead: 'give annotations.json of the model',
  },
  {
    name: "MT-bench's or Arena-Hard's answers without a score",
    needs: ['answer_id', 'model_id', 'choices'],
    instead: 'judge them, and give the judgments, such as model_judgment/gpt-4_single.jsonl',
  },
  {
    name: 'judgments of pairs of MT-bench, in which no answer has a score of its own',
    needs: ['model_1', 'model_2', 'g1_winner', 'g2_winner'],
    instead: 'give the judgments of single answers, such as gpt-4_single.jsonl',
  },
  {
    name: 'the output of a batch, answers without a score',
    needs: ['custom_id', 'response'],
    lacks: ['score', 'reward'],
    instead: 'score the answers, and give a file with a prompt and a reward in each record',
  },
  {
    name: 'a summary of Qwen2.5-Math, without samples',
    needs: ['num_samples', 'acc', 'timeout_samples'],
    instead: 'give the .jsonl file beside it, whose lists score hold the samples',
  },
  {
    name: 'a result of simple-evals, which has means alone',
    needs: ['score', 'metrics', /^(htmls|convos)$/],
    instead: 'give a file with the score of each sample',
  },
  {
    name: 'a table of promptfoo without its results',
    needs: ['results'],
    fits: (rows) => rows.some(({ results }) => isStruct(results) && isStruct(results.table) && !('results' in results)),
    instead: 'run promptfoo eval -o results.json, and give that file',
  },
];

/** What a file without scored samples is, and what to give instead; undefined if it is none that is known. */
export function summaryOf(rows: readonly Row[]): string | undefined {
  // a document may be read entry by entry: of the whole, or of answers by their numbers
  const read = rows.every(isEntry)
    ? [Object.fromEntries(rows.map(({ key, value }) => [key, value])), rows[0].value as Row]
    : rows;
  return SUMMARIES.filter((summary) => matches(summary, read)).map(({ name, instead }) => `this is ${name}: ${instead}`)[0];
}

function matches({ needs, lacks = [], fits }: Summary, rows: readonly Row[]): boolean {
  const structs = rows.filter(isStruct);
  const fields = fieldsOf(structs);
  const has = (need: string | RegExp) => fields.some((field) => (typeof need === 'string' ? field === need : need.test(field)));
  return needs.every(has) && !lacks.some(has) && (fits?.(structs) ?? true);
}
