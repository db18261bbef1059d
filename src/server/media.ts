/** What requests and answers are written in. */
export const JSON_TYPE = 'application/json';
export const ARROW_TYPE = 'application/vnd.apache.arrow.stream';
export const PROBLEM_TYPE = 'application/problem+json';

/** An error answer in the form of RFC 9457. */
export interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  detail?: string;
}

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

/** The body of an error answer. */
export function problemBody(status: number, detail?: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(problem(status, detail)));
}

function problem(status: number, detail?: string): Problem {
  return { type: 'about:blank', title: TITLES[status] ?? 'Error', status, ...(detail === undefined ? {} : { detail }) };
}
