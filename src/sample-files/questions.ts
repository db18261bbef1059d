// What a user asks of curves beyond the curves themselves.

/** A target for the mean of the reward, or of a score. */
export interface Target {
  /** The column of the reward or of a score. */
  column: string;
  value: number;
}

/**
 * What is asked of every curve; what is absent is not asked.
 *
 * @example
 * const worker = await createWorker({ redis, threads: 1 });
 * const questions = { targets: [{ column: 'passed', value: 0.5 }] };
 * const { groups } = await submitSamples([file], { redis, questions });
 * groups[0].findings.targets[0].n; // → 1
 * await worker.close();
 */
export interface Questions {
  /** The score that is gold: how does it fare where the reward chooses? */
  gold?: string;
  /** How many samples reach these means? */
  targets?: Target[];
  /** What would pass@n be up to this n? Only of rewards that are 0 or 1. */
  extrapolate?: number;
  /** What does a sample cost? Then every n has its cost, and what is gained for it. */
  cost?: number;
}
