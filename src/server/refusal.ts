// The errors with which the service refuses a request that it has not handed to a thread, or takes back from one.

import type { ErrorCode } from '../errors';

/** A problem that is sent as it is. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    detail: string
  ) {
    super(detail);
  }
}

/** The client has left: there is no one to answer. */
export class ClientGoneError extends Error {}
