// The limits of a service where its options say nothing.

/** With eight threads and requests that take half a second each, the last one waits some six seconds. */
export const DEFAULT_MAX_QUEUE = 100;

/** A vocabulary of a million outcomes with rewards and logits as JSON takes some 40 MB. */
export const DEFAULT_BODY_LIMIT_BYTES = 64 * 2 ** 20;

/** Proxies commonly give up after 30 or 60 seconds. */
export const DEFAULT_TIME_LIMIT_MILLISECONDS = 30_000;
