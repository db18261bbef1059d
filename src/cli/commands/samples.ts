// `best-of-n samples FILE…`: curves over n from sampled and scored answers.

import { Command, Option } from 'commander';
import { kindsText } from '../../sample-files/kinds/index';
import { checkFileName, formatOption, outputOption } from '../options';
import { type OutputFormat, render } from '../output/output-format';
import { write } from '../output/write';
import { filesArgument, placeOptions, readingOptions, type SampleOptions } from '../samples/options';
import { overSamples } from '../samples/over-samples';
import { perPromptText } from '../samples/per-prompt-file';
import { samplesResult } from '../samples/samples-text';

interface Options extends SampleOptions {
  format?: OutputFormat;
  output?: string;
  perPrompt?: string;
  report?: string;
  plot?: string;
}

const ownOptions = (): Option[] => [
  formatOption(),
  outputOption(),
  new Option('--per-prompt <file>', "write every prompt's estimates, as .csv or .jsonl"),
  new Option('--report <file>', 'write a page with curves, table, and what was read and skipped, as .html'),
  new Option('--plot <file>', 'write the curves as a picture, .svg'),
];

export function samplesCommand(): Command {
  const command = new Command('samples')
    .description('print curves over n from files of sampled and scored answers, with standard errors and intervals over prompts')
    .addArgument(filesArgument());
  for (const option of [...readingOptions(), ...ownOptions(), ...placeOptions()]) command.addOption(option);
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

async function run(names: string[], options: Options): Promise<void> {
  const { perPrompt, plot, report } = options;
  checkFileName('--per-prompt', perPrompt, /\.(csv|jsonl)$/i, '.csv or .jsonl');
  checkFileName('--report', report, /\.html?$/i, '.html');
  checkFileName('--plot', plot, /\.svg$/i, '.svg');
  await overSamples(
    names,
    options,
    async (estimated, columns) => {
      const { groups } = estimated;
      // before the result, so that what goes wrong with a file is not hidden by a table
      if (perPrompt) await write(perPromptText(perPrompt, groups), perPrompt);
      if (plot) await write((await import('../samples/curves-plot')).curvesPlot(groups, columns), plot);
      if (report) await write((await import('../samples/report')).reportPage(names, columns, estimated), report);
      await write(render(samplesResult(columns, estimated), options), options.output);
    },
    { perPrompt: perPrompt !== undefined }
  );
}
