// The defaults of intervals and of the bootstrap, and the limits of its resamples, in one place for the library, the command, the service and the queue.

/** Confidence level of the intervals. */
export const CONFIDENCE = 0.95;

/** Seed of the bootstrap. */
export const SEED = 1;

/** Resamples of the bootstrap: the ends of a 95 % interval then move by about 3 % of its width from seed to seed. */
export const RESAMPLES = 1000;

/** Random choices of a weighted majority vote: a chance is then known within 0.016 for each prompt. */
export const VOTE_DRAWS = 1000;

/**
 * The most resamples that each entry allows. The library leaves the time that they take to its caller, and a command can be stopped by hand,
 * but a service answers strangers, who must not occupy a thread for minutes.
 */
export const MAX_RESAMPLES = { library: Number.MAX_SAFE_INTEGER, command: 1_000_000, service: 100_000 };
