// The defaults of a service's limits.

/** The most requests that wait: with eight threads and requests that take half a second each, the last one waits some six seconds. */
export const DEFAULT_MAX_QUEUE = 100;

/** The largest body: a vocabulary of a million outcomes with rewards and logits takes some 40 MB as JSON. */
export const DEFAULT_BODY_LIMIT_BYTES = 64 * 2 ** 20;

/** The longest that a request may wait and compute: proxies commonly give up after 30 or 60 seconds. */
export const DEFAULT_TIME_LIMIT_MILLISECONDS = 30_000;
