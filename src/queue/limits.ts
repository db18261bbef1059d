// The defaults of the limits of workers and runs, in seconds unless another unit is named.

/** Until a lock expires: long enough that a machine that pauses, for garbage or the network, does not count as dead. */
export const DEFAULT_LOCK_SECONDS = 30;

/** For one job: a part of 16 MiB takes less than a second, a file that cannot be cut a minute for each few gigabytes. */
export const DEFAULT_JOB_TIME_LIMIT = 600;

/** For the jobs under way when a worker is told to stop; containers are killed 10 s later. */
export const DEFAULT_GRACE = 5;

/** Until a run gives up a Redis that is gone: a restart that loads a large file of appended commands takes a minute. */
export const DEFAULT_REDIS_WAIT = 120;

/** How many processes or workers a job may cost: then it is probably what kills them. */
export const MAX_LOST = 4;
