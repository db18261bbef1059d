// JSON requests, checked against their schemas, and JSON answers.

import { isUtf8 } from 'node:buffer';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { RequestError } from './request-error';
import { REQUESTS, type RouteName } from './schemas';

const ajv = new Ajv({ verbose: true, strict: false });
const validators = new Map<RouteName, ValidateFunction>();

/** @throws RequestError that names what does not fit the schema, with its value. */
export function readJson(route: RouteName, bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw new RequestError('the body is not UTF-8');
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (error) {
    throw new RequestError(`the body is not JSON: ${(error as Error).message}`);
  }
  let validate = validators.get(route);
  if (!validate) validators.set(route, (validate = ajv.compile(REQUESTS[route])));
  if (!validate(body)) throw new RequestError(describe(validate.errors ?? []));
  return body;
}

function describe(errors: readonly ErrorObject[]): string {
  // of alternatives the last error is the one that speaks of them all
  const { instancePath, keyword, params, message, data } = errors[errors.length - 1];
  const path = instancePath
    .slice(1)
    .split('/')
    .map((step, i) =>
      /^\d+$/.test(step) ? `[${step}]` : `${i > 0 ? '.' : ''}${step.replaceAll('~1', '/').replaceAll('~0', '~')}`
    )
    .join('');
  const name = path || 'the body';
  if (keyword === 'required') return `${path ? `${path}.` : ''}${params.missingProperty} is missing`;
  if (keyword === 'additionalProperties')
    return `${path ? `${path}.` : ''}${params.additionalProperty} is not a field of this request`;
  const expected =
    keyword === 'anyOf' ? 'expected a number, "Infinity" or "-Infinity"' : expectation(keyword, params, message ?? '');
  return `${name} is ${show(data)}, ${expected}`;
}

function expectation(keyword: string, params: Record<string, unknown>, message: string): string {
  if (keyword === 'enum') return `expected one of ${(params.allowedValues as string[]).join(', ')}`;
  if (keyword === 'type')
    return `expected ${params.type === 'array' || params.type === 'object' || params.type === 'integer' ? 'an' : 'a'} ${params.type}`;
  return message.replace(/^must/, 'which must');
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Typed arrays become arrays; infinities, which JSON lacks, strings. */
export function writeJson(value: object): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(value, (_, part) => {
    if (part instanceof Float64Array) return Array.from(part);
    return typeof part !== 'number' || Number.isFinite(part) ? part : String(part);
  });
  return new TextEncoder().encode(text);
}
