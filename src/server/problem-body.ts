// The bodies of error answers: problem documents (RFC 9457). This module is imported by the threads too, so it imports nothing but types.

import type { Coded } from '../errors';

interface Problem extends Coded {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  requestId?: string;
}

/** The schema of a problem document. It stands in every route: a shared one could meet a host's schema of the same name. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'the same from release to release' },
    index: { type: 'integer', description: 'of the value that is wrong, where it stands in an array' },
    requestId: { type: 'string', description: 'where the status is 500: by it the log names the error' },
  },
};

/** An error of the server itself is for its log, not for a stranger. */
export const INTERNAL_DETAIL = 'an error inside the server, which its log names';

export const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** A problem document in UTF-8, in a buffer of its own that can be handed to another thread. */
export function problemBody(status: number, detail: string, coded: Coded, requestId?: string): Uint8Array<ArrayBuffer> {
  const { code, index } = coded;
  const title = TITLES[status] ?? 'Error';
  const problem: Problem = { type: 'about:blank', title, status, detail, code, index, ...(requestId ? { requestId } : {}) };
  return new TextEncoder().encode(JSON.stringify(problem));
}
