// Runs over sample files on a cluster, where other machines read the parts.

import { bytesIn, isPipe, type Part } from '../../files/part';
import { fileName } from '../../files/record-error';
import type { RedisAddress } from '../../queue/redis-address';
import { runParts } from '../../queue/submit';
import type { Estimated } from '../../sample-files/run-files';
import type { SampleColumns } from '../../sample-files/sample-columns';
import { UsageError } from '../options';
import { Progress } from '../output/progress';
import { tell } from '../output/tell';
import { onSignal } from '../signals';
import type { SampleOptions } from './options';
import type { Wanted } from './wanted';

/** @throws UsageError if standard input or another pipe is among the parts. */
export async function runOnCluster(
  redis: RedisAddress,
  parts: readonly Part[],
  columns: SampleColumns,
  { n, confidence, seed, resamples, interval, skipBad = false, queue, redisWait }: SampleOptions,
  { perPrompt, questions }: Wanted
): Promise<Estimated> {
  const pipe = parts.find(isPipe);
  if (pipe) throw new UsageError(`${fileName(pipe.file)} cannot be read by other machines: --redis needs files`);
  const bytes = bytesIn(parts);
  const progress = new Progress(bytes);
  const interrupted = new AbortController();
  let known = 0;
  const result = runParts(parts, columns, {
    ...(n ? { ns: n } : {}),
    confidence,
    seed,
    resamples,
    interval,
    redis,
    queue,
    redisWait,
    skipBad,
    perPrompt,
    questions,
    signal: interrupted.signal,
    onProgress(done, all) {
      const now = (bytes * done) / all;
      progress.add(now - known);
      known = now;
    },
    onMessage: tell,
  });
  const settled = result.catch(() => {});
  const forget = onSignal(() => {
    interrupted.abort(new Error('interrupted'));
    return settled;
  });
  try {
    return await result;
  } finally {
    forget();
    progress.stop();
  }
}
