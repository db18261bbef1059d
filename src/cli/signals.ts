// What happens on Ctrl-C and when the process is told to end.

import { constants } from 'node:os';

const cleanups = new Set<() => unknown>();

/** Runs before the process ends by a signal; returns what takes it back. */
export function onSignal(cleanup: () => unknown): () => void {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/** Cleans up and ends, as the signal alone would end the process; a second signal does not wait. */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, async () => {
      await Promise.allSettled([...cleanups].map((cleanup) => cleanup()));
      process.exit(128 + constants.signals[signal]);
    });
  }
}
