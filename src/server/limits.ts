// The limits of the service, all in one place: those that its settings change, and those of a single request, which JSON and Arrow share.

/** The most requests that wait: with eight threads and requests that take half a second each, the last one waits some six seconds. */
export const DEFAULT_MAX_QUEUE = 100;

/** The largest body: a vocabulary of a million outcomes with rewards and logits takes some 40 MB as JSON. */
export const DEFAULT_BODY_LIMIT_BYTES = 64 * 2 ** 20;

/** The longest that a request may wait and compute: proxies commonly give up after 30 or 60 seconds. */
export const DEFAULT_TIME_LIMIT_MILLISECONDS = 30_000;

/** The longest time that a timer of Node.js can wait. */
export const MAX_TIMER_MILLISECONDS = 2 ** 31 - 1;

/** The least that bodies and answers may take together, by default; the largest answer has some 50 MB. */
const LEAST_MEMORY_LIMIT_BYTES = 256 * 2 ** 20;

/** By default, four of the largest bodies can be under way at once. */
export function defaultMemoryLimit(bodyLimit: number): number {
  return Math.max(4 * bodyLimit, LEAST_MEMORY_LIMIT_BYTES);
}

/** The most connections by default: an idle one takes some 20 kB. */
export const DEFAULT_MAX_CONNECTIONS = 1000;

/** The most requests of one connection that are under way at once: as many as one task takes. */
export const MAX_REQUESTS_PER_CONNECTION = 32;

/** How long a client may take to send the head of a request, in milliseconds; the time limit if that is shorter. */
export const HEADERS_TIMEOUT_MILLISECONDS = 10_000;

/** How long the rest of a refused request is read and dropped, in milliseconds, so that its client gets to read the answer. */
export const DRAIN_MILLISECONDS = 2000;

/**
 * The heap of a thread, in MiB. The largest JSON that is read takes less than 512: docs/reliability.md has the measurements. Node.js ignores this
 * where its own --max-old-space-size is set.
 */
export const THREAD_HEAP_MEGABYTES = 768;

/**
 * A JSON body of up to this size has few enough values to be parsed; of a larger one all is counted first, since JSON.parse cannot be interrupted, and
 * ends the process where the heap does not suffice.
 */
export const MAX_UNCOUNTED_JSON_BYTES = 8 * 2 ** 20;

/** The most keys of objects in a JSON body: 100,000 prompts with log-probabilities and two scores have half a million. */
export const MAX_JSON_KEYS = 2 ** 19;

/** The most arrays and objects in a JSON body: as many rows as a batch may have, of rewards and of weights, are two thirds of it. */
export const MAX_JSON_CONTAINERS = 3 * 2 ** 18;

/** The most bytes in keys and texts of a large JSON body: a million times "-Infinity" are 11 MB. */
export const MAX_JSON_TEXT_BYTES = 2 ** 24;

/** How deep arrays and objects in a JSON body may be nested; a request has four levels. */
export const MAX_JSON_DEPTH = 16;

/** The most numbers in a request: of JSON, JSON.parse may need 60 bytes for each. */
export const MAX_NUMBERS = 5 * 2 ** 20;

/** The most outcomes of a support. */
export const MAX_OUTCOMES = 2 ** 21;

/** The most rows of a batch. */
export const MAX_ROWS = 2 ** 18;

/** The most samples of a request, over all prompts. */
export const MAX_SAMPLES = 2 ** 22;

/** The most prompts of a request. */
export const MAX_PROMPTS = 2 ** 17;

/** The most scores that samples have. */
export const MAX_SCORES = 256;

/** The most vectors of all samples together: rewards, log-probabilities, answers and scores of every prompt. */
export const MAX_VECTORS = 2 ** 19;

/** The most characters that the ids of prompts take together. */
export const MAX_ID_CHARACTERS = 2 ** 24;

/** What the parts of an Arrow table and the values that are no numbers may take as objects, in bytes, about. */
export const MAX_TABLE_HEAP_BYTES = 2 ** 27;

/** The most columns of a table: prompt, reward, log-probability and scores. */
export const MAX_COLUMNS = 3 + MAX_SCORES;

/** The longest name of a score, in characters. */
export const MAX_NAME_LENGTH = 1000;

/** The most names of estimates, and the longest of them in characters: a family, a number and the name of a score. */
export const MAX_ESTIMATE_NAMES = 256;
export const MAX_ESTIMATE_NAME_LENGTH = MAX_NAME_LENGTH + 50;

/** The most names of metrics and of rules, and the longest of them in characters: a name and two numbers. */
export const MAX_CALLS = 256;
export const MAX_CALL_LENGTH = 100;

/** The most steps that the rules of a request take: a soft rule looks at every outcome some hundred times, and to match divergences asks for it again and again. */
export const MAX_LAW_STEPS = 2 ** 33;

/** The most steps of votes, one to three nanoseconds each: a request that takes more would meet the time limit. */
export const MAX_VOTE_STEPS = 2 ** 33;

/** The most targets that samples are to reach. */
export const MAX_TARGETS = 16;

/** The most comparisons of two runs, ns x kinds of estimates: of few prompts each takes some hundred µs. */
export const MAX_COMPARISONS = 2 ** 13;

/** The most numbers of samples, in `ns`. */
export const MAX_NS = 10_000;

/** The most numbers in an answer, which is then some 50 MB of JSON. */
export const MAX_ANSWER_NUMBERS = 2 ** 21;

/** The most characters that the names of scores take in an answer, which has them for every n. */
export const MAX_ANSWER_CHARACTERS = 2 ** 24;

/** The most estimates that are averaged: prompts x ns x kinds of estimates. A thread keeps some 32 bytes for each. */
export const MAX_ESTIMATES = 2 ** 22;

/** The most means of resamples that the bootstrap keeps: resamples x ns x kinds of estimates. */
export const MAX_RESAMPLED_MEANS = 2 ** 24;

/** The longest text of a JSON body that a message repeats, in characters. */
export const MAX_QUOTED_LENGTH = 100;

/** A body of up to this size is read faster than it is sent to a thread. */
export const MAX_SMALL_BODY_BYTES = 4096;

/** A request that takes more steps than this, some milliseconds, shares its task with no other. */
export const MAX_SHARED_STEPS = 2 ** 18;

/** How long a request may take in a task with others, in milliseconds. None should come near it; what does is run alone. */
export const SHARED_TASK_MILLISECONDS = 1000;

/** A request that takes at most so many steps, a fraction of a millisecond, may be answered by the thread that accepts requests. */
export const MAX_STEPS_AT_ONCE = 2 ** 17;

/** How long that thread may compute before it looks for further requests, in milliseconds: `/healthz` waits this much longer at most. */
export const TURN_MILLISECONDS = 4;
