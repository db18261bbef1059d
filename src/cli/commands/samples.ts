// `best-of-n samples FILE…`: curves over n from sampled and scored answers.

import { Command, Option } from 'commander';
import { expand } from '../../files/inputs';
import { kindsText } from '../../sample-files/kinds/index';
import { withGold } from '../../sample-files/questions';
import type { Estimated } from '../../sample-files/run-files';
import type { SampleColumns } from '../../sample-files/sample-columns';
import { commandLine } from '../command-line';
import { checkFileName, formatOption, outputOption, safeCsvOption } from '../options';
import type { Where } from '../output/output-format';
import { type Output, planOutputs } from '../output/plan-outputs';
import { resultOutput } from '../output/result-output';
import {
  filesArgument,
  type Given,
  intervalOptions,
  placeOptions,
  readingOptions,
  type SampleOptions,
  withRewards,
} from '../samples/options';
import { overSamples } from '../samples/over-samples';
import { perPromptText } from '../samples/per-prompt-file';
import { type QuestionOptions, questionOptions, questionsOf } from '../samples/question-options';
import { redisOf } from '../samples/redis';
import { samplesResult } from '../samples/samples-text';
import { showColumns } from '../samples/show-columns';

interface Options extends SampleOptions, QuestionOptions, Where {
  columns?: boolean;
  perPrompt?: string;
  report?: string;
  plot?: string;
}

const ownOptions = (): Option[] => [
  ...questionOptions(),
  new Option('--columns', 'show what the columns of the files hold and what they are taken for, and do nothing else'),
  formatOption(),
  outputOption(),
  new Option('--per-prompt <file>', "write every prompt's estimates, as .csv or .jsonl"),
  new Option('--report <file>', 'write a page with curves, table, and what was read and skipped, as .html'),
  new Option('--plot <file>', 'write the curves as a picture, .svg'),
  safeCsvOption(),
];

/** The options that numbers depend on, in the order in which the report lists them. Those of a Redis may hold a password. */
const TOLD: readonly (keyof Options)[] = [
  'prompt',
  'reward',
  'logprob',
  'score',
  'answer',
  'estimate',
  'group',
  'run',
  'pool',
  'sampleId',
  'cluster',
  'last',
  'pass',
  'steps',
  'missing',
  'n',
  'gold',
  'target',
  'extrapolate',
  'cost',
  'confidence',
  'interval',
  'seed',
  'resamples',
  'skipBad',
  'input',
];

/** The options that numbers depend on, and where they were left out what was taken, for the report. */
function optionsText(names: readonly string[], options: Options): Record<string, string> {
  const { reward, rewards = reward, target } = options;
  const targets = target?.map(({ column, value }) => `${column}=${value}`).join(' ');
  const shown = { ...options, reward: rewards, target: targets };
  const given = TOLD.filter((name) => shown[name] !== undefined);
  const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return Object.fromEntries([['files', names.join(', ')], ...given.map((name) => [flagOf(name), String(shown[name])])]);
}

export function samplesCommand(): Command {
  const command = new Command('samples')
    .description('print curves over n from files of sampled and scored answers, with standard errors and intervals over prompts')
    .addArgument(filesArgument());
  for (const option of [...readingOptions(), ...intervalOptions(), ...ownOptions(), ...placeOptions()]) command.addOption(option);
  return command
    .addHelpText(
      'after',
      `
These files are known by their fields:
${kindsText()}
The options above override what was found.

Examples:
  best-of-n samples runs.jsonl
  best-of-n samples 'results/*.parquet' --prompt question --reward rm_score --score gold -n 1,2,4,8
  best-of-n samples runs.jsonl.gz --format csv -o curve.csv --report curve.html
  zcat runs.jsonl.gz | best-of-n samples - --skip-bad`
    )
    .action(run);
}

async function run(names: string[], given: Given<Options>): Promise<void> {
  const options = withGold(withRewards(given), given.gold);
  if (options.columns) return showColumns(names, options);
  const { perPrompt, plot, report, safeCsv } = options;
  checkFileName('--per-prompt', perPrompt, /\.(csv|jsonl)$/i, '.csv or .jsonl');
  checkFileName('--report', report, /\.html?$/i, '.html');
  checkFileName('--plot', plot, /\.svg$/i, '.svg');
  const outputs: Output<[Estimated, SampleColumns]>[] = [
    {
      option: '--per-prompt',
      file: perPrompt,
      text: ({ groups }, columns) => perPromptText(perPrompt as string, groups, columns, safeCsv),
    },
    {
      option: '--plot',
      file: plot,
      text: async ({ groups }, columns) => (await import('../samples/curves-plot')).curvesPlot(groups, columns),
    },
    {
      option: '--report',
      file: report,
      text: async (estimated, columns) =>
        (await import('../samples/report')).reportPage(names, columns, estimated, {
          command: commandLine(process.argv.slice(2)),
          date: new Date(),
          options: optionsText(names, options),
          cost: options.cost,
        }),
    },
    resultOutput(options, (estimated, columns) => samplesResult(columns, estimated, options.cost), {
      svg: '--plot',
      html: '--report',
    }),
  ];
  // what is wrong with the options is said before a file is looked for
  const redis = redisOf(options);
  const inputs = (await Promise.all(names.map(expand))).flat();
  await overSamples(names, options, planOutputs(outputs, inputs), {
    perPrompt: perPrompt !== undefined,
    questions: questionsOf(options),
    redis,
  });
}
