// What a command over sample files does besides its own output: find the files and their columns, read and estimate them here or on a
// cluster, show progress, and list what was left out.

import { coded } from '../../errors';
import { bytesIn } from '../../files/part';
import { fileName } from '../../files/record-error';
import { count, grouped, seconds } from '../../format/number';
import type { RedisAddress } from '../../queue/redis-address';
import { type Estimated, openFiles, type RunPhase, runFiles, type SampleFiles } from '../../sample-files/run-files';
import { describeColumns, type SampleColumns } from '../../sample-files/sample-columns';
import { Progress } from '../output/progress';
import { tell } from '../output/tell';
import { executorFor } from './executor-for';
import type { SampleOptions } from './options';
import { skippedLines } from './skipped-text';
import type { Wanted } from './wanted';

/** Writes what a command makes of the estimates. */
export type WriteOutputs = (estimated: Estimated, columns: SampleColumns) => Promise<void>;

/**
 * @param wanted - what the outputs need; `redis` is where the cluster is that does the work, absent where it is done here.
 * @throws Error if the files cannot be read, or hold no sample.
 */
export async function overSamples(
  names: readonly string[],
  options: SampleOptions,
  writeOutputs: WriteOutputs,
  { redis, ...wanted }: Wanted & { redis?: RedisAddress }
): Promise<void> {
  const files = await openFiles(names, options, { format: options.input, skipBad: options.skipBad });
  const { parts, columns } = files;
  tell(`${fileName(parts[0].file)}: taken for ${describeColumns(columns)}`, ...files.notices);

  const estimated = redis
    ? await (await import('./cluster')).runOnCluster(redis, parts, columns, options, wanted)
    : await runHere(files, options, wanted);
  const skipped = skippedLines(estimated.files);
  if (estimated.groups.length === 0) {
    tell(...skipped);
    throw coded(Error, 'NO_RECORDS', `${names.map(fileName).join(', ')}: no record holds a sample`);
  }
  await writeOutputs(estimated, columns);
  tell(...estimated.notices);
  tell(...skipped);
  if (estimated.files.some(({ failed }) => failed !== undefined)) process.exitCode = 1;
}

async function runHere(
  files: SampleFiles,
  { n, confidence, seed, resamples, interval, skipBad = false, threads }: SampleOptions,
  wanted: Wanted
) {
  const executor = await executorFor(files, threads);
  const progress = new Progress(bytesIn(files.parts));
  const onPhase = phaseTeller(executor.threads);
  try {
    return await runFiles(files, executor, {
      ...(n ? { ns: n } : {}),
      confidence,
      seed,
      resamples,
      interval,
      skipBad,
      ...wanted,
      onBytes: (more) => progress.add(more),
      onPhase(phase) {
        progress.stop();
        onPhase(phase);
      },
    });
  } finally {
    progress.stop();
    await executor.close();
  }
}

/** A run that lasts longer than this many milliseconds says at its end what the time went into. */
const MIN_TOLD = 1000;

function phaseTeller(threads: number): (phase: RunPhase) => void {
  const began = performance.now();
  let read = began;
  return ({ done, samples, readingMilliseconds }) => {
    const now = performance.now();
    if (done === 'reading') {
      read = now;
      return;
    }
    if (now - began <= MIN_TOLD) return;
    const share = Math.round((100 * readingMilliseconds) / threads / (now - began));
    tell(
      `read ${grouped(samples)} samples in ${seconds(read - began)}, computed in ${seconds(now - read)}; ` +
        `${count(threads, 'thread')}, ${share} % of their time spent reading and parsing`
    );
  };
}
