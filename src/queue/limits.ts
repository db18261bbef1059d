// The limits of a worker where its options say nothing.

/** Long enough that a pause of a machine, for garbage or the network, does not count as its death. */
export const DEFAULT_LOCK_SECONDS = 30;
