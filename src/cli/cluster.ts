// A run whose parts other machines read.

import { bytesIn, type Part } from '../files/part';
import { runParts } from '../queue/submit';
import type { Estimated } from '../sample-files/run';
import type { Shape } from '../sample-files/shape';
import { Progress } from './progress';
import type { SamplesOptions } from './samples-options';
import { onSignal } from './signals';
import { UsageError } from './usage';

export async function runOnCluster(
  redis: string,
  parts: readonly Part[],
  shape: Shape,
  options: SamplesOptions
): Promise<Estimated> {
  if (parts.some(({ file }) => file === '-'))
    throw new UsageError('standard input cannot be read by other machines: --redis needs files');
  const bytes = bytesIn(parts);
  const progress = new Progress(bytes);
  const interrupted = new AbortController();
  let shown = 0;
  const result = runParts(parts, shape, {
    ...options,
    ns: options.n,
    redis,
    skipBad: options.skipBad ?? false,
    perPrompt: options.perPrompt !== undefined,
    signal: interrupted.signal,
    onProgress(done, all) {
      const now = (bytes * done) / all;
      progress.add(now - shown);
      shown = now;
    },
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
