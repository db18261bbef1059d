// JSON requests, checked against the schemas of their routes, and JSON answers.

import { isUtf8 } from 'node:buffer';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { messageOf } from '../errors';
import { show } from '../input/show';
import { RequestError } from './request-error';
import type { Route } from './routes/route';
import { requestSchema } from './routes/schemas';

const ajv = new Ajv({ verbose: true, strict: false });

/** The validators of the schemas, each compiled with the first request of its route. */
const validators = new Map<Route, ValidateFunction>();

/** @throws RequestError that names what does not fit the schema, with its value. */
export function readJsonBody(route: Route, bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw new RequestError('the body is not UTF-8');
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (error) {
    throw new RequestError(`the body is not JSON: ${messageOf(error)}`);
  }
  let validate = validators.get(route);
  if (!validate) validators.set(route, (validate = ajv.compile(requestSchema(route))));
  if (!validate(body)) throw faultOf(validate.errors ?? []);
  return body;
}

/** Writes typed arrays as arrays, and infinities and NaN, which JSON does not have, as strings. */
export function writeJsonBody(value: object): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(value, (_, part) => {
    if (part instanceof Float64Array) return Array.from(part);
    return typeof part !== 'number' || Number.isFinite(part) ? part : String(part);
  });
  return new TextEncoder().encode(text);
}

function faultOf(errors: readonly ErrorObject[]): RequestError {
  // where no alternative of a schema fits, each reports an error, and the last error is that of the schema as a whole
  const error = errors[errors.length - 1];
  const [, index] = /\/(\d+)$/.exec(error.instancePath) ?? [];
  return new RequestError(describe(error), index === undefined ? undefined : Number(index));
}

function describe({ instancePath, keyword, params, message, data }: ErrorObject): string {
  const path = pathOf(instancePath);
  const nameOf = (property: string) => (path ? `${path}.${property}` : property);
  if (keyword === 'required') return `${nameOf(params.missingProperty)} is missing`;
  if (keyword === 'additionalProperties') return `${nameOf(params.additionalProperty)} is not a field of this request`;
  return `${path || 'the body'} is ${describeValue(data)}, ${expectation(keyword, params, message ?? '')}`;
}

/** A JSON pointer as a path of properties and indices: `/prompts/0/rewards` as `prompts[0].rewards`. */
function pathOf(pointer: string): string {
  const steps = pointer.slice(1).split('/');
  return steps
    .map((step, i) => {
      if (/^\d+$/.test(step)) return `[${step}]`;
      return `${i > 0 ? '.' : ''}${step.replaceAll('~1', '/').replaceAll('~0', '~')}`;
    })
    .join('');
}

/** What each type of JSON is called in a message. */
const TYPE_NAMES: Record<string, string> = { array: 'an array', object: 'an object', integer: 'an integer' };

function expectation(keyword: string, params: Record<string, unknown>, message: string): string {
  // numbers are the only alternatives in the schemas
  if (keyword === 'anyOf') return 'expected a number, "Infinity" or "-Infinity"';
  if (keyword === 'enum') return `expected one of ${(params.allowedValues as string[]).join(', ')}`;
  if (keyword === 'type') return `expected ${TYPE_NAMES[String(params.type)] ?? `a ${params.type}`}`;
  return message.replace(/^must/, 'which must');
}

/** A value that does not fit, as a message shows it. For an array or an object that is only its type and length, since requests are large. */
function describeValue(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : show(value);
}
