// Types and signatures as text, from the JSON of TypeDoc.

/** From this many characters on, a signature has a line for each parameter. */
const MAX_WIDTH = 90;

/** @typedef {import('typedoc').JSONOutput.SomeType} Type */
/** @typedef {import('typedoc').JSONOutput.SignatureReflection} Signature */
/** @typedef {import('typedoc').JSONOutput.DeclarationReflection} Declaration */

/** @type {{ [K in Type['type']]?: (type: any) => string }} */
const PRINTERS = {
  intrinsic: ({ name }) => name,
  literal: ({ value }) => (typeof value === 'string' ? `'${value}'` : String(value)),
  reference: ({ name, typeArguments }) => `${name}${typeArguments ? `<${typeArguments.map(typeText).join(', ')}>` : ''}`,
  array: ({ elementType }) => `${inner(elementType)}[]`,
  union: ({ types }) => types.map(typeText).join(' | '),
  intersection: ({ types }) => types.map(inner).join(' & '),
  tuple: ({ elements = [] }) => `[${elements.map(typeText).join(', ')}]`,
  namedTupleMember: ({ name, isOptional, element }) => `${name}${isOptional ? '?' : ''}: ${typeText(element)}`,
  typeOperator: ({ operator, target }) => `${operator} ${inner(target)}`,
  indexedAccess: ({ objectType, indexType }) => `${inner(objectType)}[${typeText(indexType)}]`,
  query: ({ queryType }) => `typeof ${typeText(queryType)}`,
  predicate: ({ name, targetType }) => `${name} is ${typeText(targetType)}`,
  rest: ({ elementType }) => `...${inner(elementType)}`,
  optional: ({ elementType }) => `${inner(elementType)}?`,
  templateLiteral: ({ head, tail }) => `\`${head}${tail.map(([type, text]) => `\${${typeText(type)}}${text}`).join('')}\``,
  reflection: ({ declaration }) => reflectionText(declaration),
  unknown: ({ name }) => name,
};

/**
 * @param {Type} type
 * @returns {string}
 */
export function typeText(type) {
  const print = PRINTERS[type.type];
  if (print === undefined) throw new Error(`site/docs/reference/types.mjs cannot print a type of the kind ${type.type}`);
  return print(type);
}

/** @param {Type} type */
function inner(type) {
  const isFunction = type.type === 'reflection' && type.declaration.signatures !== undefined;
  return isFunction || ['union', 'intersection', 'typeOperator'].includes(type.type) ? `(${typeText(type)})` : typeText(type);
}

/** @param {Declaration} declaration */
function reflectionText({ signatures, children = [], indexSignatures = [] }) {
  if (signatures) return signatures.map((signature) => signatureText('', signature, ' => ')).join(' & ');
  const indices = indexSignatures.map(({ parameters = [], type }) => `[${parametersOf(parameters)}]: ${typeText(type)}`);
  return `{ ${[...indices, ...children.map(propertyText)].join('; ')} }`;
}

/**
 * @param {Declaration} property
 * @returns {string}
 */
export function propertyText({ name, flags, type, signatures, getSignature }) {
  const mark = flags.isOptional ? '?' : '';
  if (signatures) return signatures.map((signature) => signatureText(`${name}${mark}`, signature)).join('; ');
  const [of] = [type ?? getSignature?.type].flatMap((one) => one ?? []);
  return `${name}${mark}: ${typeText(of)}`;
}

/**
 * @param {string} name
 * @param {Signature} signature
 */
export function signatureText(name, { typeParameters, parameters = [], type }, arrow = ': ') {
  const generic = typeParameters ? `<${typeParameters.map(typeParameterText).join(', ')}>` : '';
  const result = `${arrow}${typeText(type)}`;
  const line = `${name}${generic}(${parametersOf(parameters)})${result}`;
  if (name === '' || line.length < MAX_WIDTH) return line;
  return `${name}${generic}(\n${parameters.map((parameter) => `  ${parameterText(parameter)},\n`).join('')})${result}`;
}

/** @param {import('typedoc').JSONOutput.TypeParameterReflection} parameter */
function typeParameterText({ name, type, default: standard }) {
  return `${name}${type ? ` extends ${typeText(type)}` : ''}${standard ? ` = ${typeText(standard)}` : ''}`;
}

/** @param {import('typedoc').JSONOutput.ParameterReflection[]} parameters */
const parametersOf = (parameters) => parameters.map(parameterText).join(', ');

/** @param {import('typedoc').JSONOutput.ParameterReflection} parameter */
function parameterText({ name, flags, type, defaultValue }) {
  const isOptional = flags.isOptional || defaultValue !== undefined;
  return `${flags.isRest ? '...' : ''}${parameterName(name)}${isOptional ? '?' : ''}: ${typeText(type)}`;
}

/**
 * The name of a parameter; one that is taken apart at once has none of its own.
 *
 * @param {string} name
 */
export const parameterName = (name) => (name.startsWith('__') ? 'options' : name);

/**
 * The numbers of all reflections that a type refers to.
 *
 * @param {unknown} part
 * @returns {number[]}
 */
export function referencesOf(part) {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(referencesOf);
  const { comment: _, ...others } = /** @type {Record<string, unknown>} */ (part);
  const own = others.type === 'reference' && typeof others.target === 'number' ? [others.target] : [];
  return [...own, ...Object.values(others).flatMap(referencesOf)];
}
