// What a command needs that has an answer for every sample, or prompt, of its own: the samples by prompt, read as for a curve.

import { coded } from '../../errors';
import { bytesIn } from '../../files/part';
import { fileName } from '../../files/record-error';
import type { Ordered } from '../../sample-files/grouping';
import { readingNotices } from '../../sample-files/notices';
import { openFiles, readSamples } from '../../sample-files/run-files';
import { describeColumns, type SampleColumns } from '../../sample-files/sample-columns';
import { Progress } from '../output/progress';
import { tell } from '../output/tell';
import { executorFor } from './executor-for';
import { readingOptions, type SampleOptions } from './options';
import { skippedLines } from './skipped-text';

/** The options of such a command: those that say how files are read, and none that is of estimates. */
export type ReadOptions = Omit<SampleOptions, 'n' | 'confidence' | 'seed' | 'resamples' | 'interval' | 'redis' | 'redisWait'>;

const OF_READING = [
  'prompt',
  'reward',
  'group',
  'run',
  'pool',
  'sampleId',
  'last',
  'pass',
  'steps',
  'missing',
  'skipBad',
  'input',
];

/** @param more - the attributes of further reading options. */
export const fileOptions = (...more: string[]) =>
  readingOptions().filter((option) => [...OF_READING, ...more].includes(option.attributeName()));

/** The samples of all files. */
export interface Read {
  grouped: Ordered;
  columns: SampleColumns;
  /** Says what is to be said of the files once the results are written. */
  tellLater(): void;
}

/**
 * Reads the samples with their rewards and the scores that the options name.
 *
 * @throws Error if the files cannot be read, or hold no sample.
 */
export async function readFiles(names: readonly string[], options: ReadOptions): Promise<Read> {
  const opened = await openFiles(names, options, { format: options.input, skipBad: options.skipBad });
  const columns = narrowed(opened.columns, options.score);
  const files = { ...opened, columns };
  // the columns that are left out are not wanted here
  const notices = files.notices.filter((notice) => !notice.includes('are left out: '));
  tell(`${fileName(files.parts[0].file)}: taken for ${describeColumns(columns)}`, ...notices);
  const executor = await executorFor(files, options.threads);
  const progress = new Progress(bytesIn(files.parts));
  try {
    const read = await readSamples(files, executor, {
      skipBad: options.skipBad ?? false,
      onBytes: (more) => progress.add(more),
    });
    const skipped = skippedLines(read.files);
    if (read.grouped.groups.length === 0) {
      tell(...skipped);
      throw coded(Error, 'NO_RECORDS', `${names.map(fileName).join(', ')}: no record holds a sample`);
    }
    return { grouped: read.grouped, columns, tellLater: () => tell(...readingNotices(read.grouped, columns), ...skipped) };
  } finally {
    progress.stop();
    await executor.close();
  }
}

/** The columns without those that only curves are made of. */
function narrowed(columns: SampleColumns, scores: string[] = []): SampleColumns {
  const { logProb, answer, estimates, unaskedVotes, ...others } = columns;
  return { ...others, scores };
}
