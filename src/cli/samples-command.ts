// `best-of-n samples FILE…`: curves over n from sampled and scored answers.

import { Command } from 'commander';
import { describeFault, Fault } from '../files/fault';
import { unitOf } from '../files/format';
import { partsOf } from '../files/inputs';
import { bytesIn, type Part } from '../files/part';
import { firstRecord } from '../sample-files/first-record';
import { type Estimated, estimateAll, type Hands, ownHands, readAll } from '../sample-files/run';
import { describeShape, type Shape, shapeOf } from '../sample-files/shape';
import { outputFormat, write } from './output';
import { perPromptText } from './per-prompt-file';
import { Progress } from './progress';
import type { SamplesOptions } from './samples-options';
import { samplesText, skippedText } from './samples-text';
import {
  formatOption,
  gridOption,
  inputOption,
  numberBetween,
  outputOption,
  threadsOption,
  UsageError,
  wholeBetween,
} from './usage';

/** Input below this is read faster than threads start. */
const WORTH_THREADS = 32 * 2 ** 20;

export function samplesCommand(): Command {
  return new Command('samples')
    .description('print curves over n from files of sampled and scored answers, with standard errors and intervals over prompts')
    .argument('<files...>', 'JSON lines, CSV, TSV, Parquet or Arrow, also .gz; globs; - is standard input')
    .option('-p, --prompt <column...>', 'the column, or several, that name the prompt of a sample')
    .option(
      '-r, --reward <column>',
      'the reward by which the best of n is chosen: a number, true or false; or a list with one for each sample'
    )
    .option('--logprob <column>', "the natural logarithm of the answer's probability: adds the estimate of the KL divergence")
    .option('--score <column...>', 'other scores of the answers, to be averaged over the chosen ones')
    .option('--group <column>', 'a column whose values are no repeats of each other, as filters of one answer: each gets a curve')
    .addOption(gridOption(true))
    .option('--confidence <level>', 'of the intervals', numberBetween(1e-9, 1 - 1e-9, 'a number between 0 and 1'), 0.95)
    .option('--seed <number>', 'of the bootstrap', wholeBetween(0, Number.MAX_SAFE_INTEGER, 'a whole number >= 0'), 1)
    .option('--resamples <number>', 'of the bootstrap', wholeBetween(1, 1e6, 'a whole number, 1 to 1000000'), 1000)
    .option('--skip-bad', 'leave out records that cannot be read, and list them at the end, instead of stopping at the first')
    .addOption(inputOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .option('--per-prompt <file>', "write every prompt's estimates, as .csv or .jsonl")
    .option('--report <file>', 'write a page with curves, table, and what was read and skipped, as .html')
    .option('--plot <file>', 'write the curves as a picture, .svg')
    .addOption(threadsOption('threads that read and compute; for small input one'))
    .option('--redis <url>', 'spread the work over the machines on which `best-of-n worker` runs with the same URL')
    .addHelpText(
      'after',
      `
These files are known by their fields: code-generation samples (task_id, passed), evaluation-harness logs (doc_id, resps, filtered_resps),
reward-model runs (input, output, reward), environment rollouts (example_id or id, reward), wide best-of-k files (question_id, response_1,
..., scores) and attribute ratings (prompt, response, helpfulness, ...). The options above override what was found.

Examples:
  best-of-n samples runs.jsonl
  best-of-n samples 'results/*.parquet' --prompt question --reward rm_score --score gold -n 1,2,4,8
  best-of-n samples runs.jsonl.gz --format csv -o curve.csv --report curve.html
  zcat runs.jsonl.gz | best-of-n samples - --skip-bad`
    )
    .action(run);
}

async function run(names: string[], options: SamplesOptions): Promise<void> {
  checkName('--per-prompt', options.perPrompt, /\.(csv|jsonl)$/i, '.csv or .jsonl');
  checkName('--report', options.report, /\.html?$/i, '.html');
  checkName('--plot', options.plot, /\.svg$/i, '.svg');
  const { parts, standardInput } = await partsOf(names, options.input);
  const { shape, stream } = await shapeOfParts(parts, options, standardInput);
  console.error(`${parts[0].file === '-' ? 'standard input' : parts[0].file}: taken for ${describeShape(shape)}`);

  const estimated = options.redis
    ? await (await import('./cluster')).runOnCluster(options.redis, parts, shape, options)
    : await runHere(parts, shape, options, stream);
  const skipped = skippedText(estimated.files);
  if (estimated.groups.length === 0) {
    if (skipped) console.error(skipped);
    throw new Error(`${names.join(', ')}: no record holds a sample`);
  }

  // before the result, so that what goes wrong with a file is not hidden by a table
  if (options.perPrompt) await write(perPromptText(options.perPrompt, estimated.groups), options.perPrompt);
  if (options.plot) await write((await import('./curves-plot')).curvesPlot(estimated.groups, shape), options.plot);
  if (options.report) await write((await import('./report')).reportPage(names, shape, estimated), options.report);
  await write(samplesText(shape, estimated, outputFormat(options.format, options.output)), options.output);
  if (skipped) console.error(skipped);
  if (estimated.files.some(({ failed }) => failed !== undefined)) process.exitCode = 1;
}

function checkName(option: string, file: string | undefined, pattern: RegExp, expected: string): void {
  if (file !== undefined && !pattern.test(file))
    throw new UsageError(`${option} ${file}: expected a name that ends in ${expected}`);
}

async function shapeOfParts(parts: readonly Part[], options: SamplesOptions, standardInput: Parameters<typeof firstRecord>[1]) {
  const [part] = parts;
  const { first, stream } = await firstRecord(part, standardInput);
  try {
    return { shape: shapeOf(first.row, options), stream };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Error(describeFault(part.file, unitOf(part.format), { ...error, message: error.message, at: first.at }));
  }
}

async function runHere(
  parts: readonly Part[],
  shape: Shape,
  options: SamplesOptions,
  standardInput: Parameters<typeof ownHands>[0]
): Promise<Estimated> {
  const bytes = bytesIn(parts);
  const { hands, close } = await handsFor(parts, options.threads, standardInput);
  const progress = new Progress(bytes);
  const began = performance.now();
  try {
    const { table, files, readingMilliseconds } = await readAll(parts, shape, hands, {
      skipBad: options.skipBad ?? false,
      onBytes: (more) => progress.add(more),
    });
    progress.stop();
    const read = performance.now();
    const groups = await estimateAll(table.groups(), hands, { ...options, ns: options.n });
    const done = performance.now();
    if (done - began > 1000) {
      const share = Math.round((100 * readingMilliseconds) / hands.threads / (done - began));
      console.error(
        `read ${table.samples.toLocaleString('en-US')} samples in ${seconds(read - began)}, computed in ${seconds(done - read)}; ` +
          `${hands.threads} thread${hands.threads > 1 ? 's' : ''}, ${share} % of their time spent reading and parsing`
      );
    }
    return { files, groups };
  } finally {
    progress.stop();
    await close();
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** This thread, or a pool where the input is worth it. */
async function handsFor(parts: readonly Part[], threads: number | undefined, standardInput: Parameters<typeof ownHands>[0]) {
  const own = { hands: ownHands(standardInput) as Hands, close: async () => {} };
  const bytes = bytesIn(parts);
  if (threads === 1 || standardInput || (threads === undefined && (bytes < WORTH_THREADS || parts.length === 1))) return own;
  const { poolHands } = await import('./pool-hands');
  try {
    return await poolHands(threads);
  } catch (error) {
    if (threads !== undefined) throw error;
    console.error(`one thread only: ${(error as Error).message}`);
    return own;
  }
}
