// What happens on Ctrl-C and when the process is told to end.

import { constants } from 'node:os';

const cleanups = new Set<() => unknown>();

/** Has `cleanup` run before a signal ends the process; the function returned takes that back. */
export function onSignal(cleanup: () => unknown): () => void {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/** On a signal, cleans up and ends with the exit code that the signal alone would give; a second signal does not wait for the clean-up. */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, async () => {
      await Promise.allSettled([...cleanups].map((cleanup) => cleanup()));
      process.exit(128 + constants.signals[signal]);
    });
  }
}
