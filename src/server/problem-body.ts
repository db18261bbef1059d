// The bodies of error answers: problem documents (RFC 9457). This module is imported by the threads too, so it imports nothing.

interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  detail?: string;
}

/** The schema of a problem document. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status'],
  properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' } },
};

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** A problem document in UTF-8, in a buffer of its own that can be handed to another thread. */
export function problemBody(status: number, detail: string): Uint8Array<ArrayBuffer> {
  const problem: Problem = { type: 'about:blank', title: TITLES[status] ?? 'Error', status, detail };
  return new TextEncoder().encode(JSON.stringify(problem));
}
