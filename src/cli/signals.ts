// What happens before a signal ends the command.

import { constants } from 'node:os';

/** The signals that end a process and that it can listen to; not every system has them all. */
const SIGNALS = (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGALRM', 'SIGUSR2', 'SIGXCPU'] as const).filter(
  (signal) => signal in constants.signals
);

/** A clean-up that takes longer is left undone, so that the command ends within a second. */
const MAX_CLEANUP_MILLISECONDS = 900;

const cleanups = new Set<() => unknown>();

/**
 * Has `cleanup` run before a signal ends the process; the function returned takes that back.
 *
 * There are listeners only as long as there is something to clean up: without them the system ends the process at once, even while it computes
 * or waits in a write. Whoever has registered a clean-up must not block the event loop.
 */
export function onSignal(cleanup: () => unknown): () => void {
  if (cleanups.size === 0) for (const signal of SIGNALS) process.on(signal, end);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0) stopListening();
  };
}

/** Lets signals that have arrived reach their listeners: to be awaited before a clean-up is taken back, as they would be lost. */
export async function pendingSignals(): Promise<void> {
  // the first turn may be the end of one that had looked for signals before they came
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Cleans up, then ends the process by the same signal, so that the parent sees which it was. A second signal does not wait. */
async function end(signal: NodeJS.Signals): Promise<void> {
  // begun before another signal can end the process
  const cleaned = Promise.allSettled([...cleanups].map(async (cleanup) => cleanup()));
  stopListening();
  await Promise.race([cleaned, new Promise((resolve) => setTimeout(resolve, MAX_CLEANUP_MILLISECONDS))]);
  process.kill(process.pid, signal);
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, end);
}
