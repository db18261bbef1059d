// The defaults of a worker's limits.

/** Seconds until a lock expires: long enough that a machine that pauses, for garbage or the network, does not count as dead. */
export const DEFAULT_LOCK_SECONDS = 30;
