// One public name as Markdown: what it is, its signature, its parameters or members, what it throws and an example.

import { firstSentence } from './comments.mjs';
import { parameterName, propertyText, referencesOf, signatureText, typeText } from './types.mjs';

/** @typedef {import('typedoc').JSONOutput.DeclarationReflection} Declaration */
/** @typedef {import('typedoc').JSONOutput.SignatureReflection} Signature */
/** @typedef {ReturnType<typeof import('./comments.mjs').commentWriter>} Writer */

/** The kinds of reflections, as TypeDoc numbers them. */
const KIND = { variable: 32, property: 1024, method: 2048, accessor: 262_144 };

/**
 * The comment of a declaration: a function has it on the first signature that has any.
 *
 * @param {Declaration} declaration
 */
export const commentOf = ({ comment, signatures, getSignature }) =>
  comment ?? signatures?.find((signature) => signature.comment)?.comment ?? getSignature?.comment;

/** @param {Declaration} declaration */
export const summaryOf = (declaration) => firstSentence(commentOf(declaration));

/**
 * @param {Declaration} declaration
 * @param {Writer} writer
 * @param {(id: number) => string | undefined} linkOf A link to a public name, by the number of its reflection.
 */
export function declarationText(declaration, writer, linkOf) {
  const { id, name, signatures, type, children = [] } = declaration;
  const blocksOf = signatures
    ? functionBlocks(name, signatures, writer)
    : type
      ? aliasBlocks(declaration, writer)
      : fieldsAndMethods(declaration, writer);
  const links = new Set(referencesOf([signatures, type, children]).filter((target) => target !== id));
  const types = [...links].flatMap((target) => linkOf(target) ?? []);
  const blocks = [
    `## ${name} {:#${name}}`,
    ...blocksOf,
    types.length > 0 ? `**Types** ${types.join(', ')}` : '',
    ...children.flatMap((member) => memberBlocks(name, member, writer)),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/**
 * A type that has a name, or a constant.
 *
 * @param {Declaration} declaration
 * @param {Writer} writer
 */
function aliasBlocks({ name, kind, type, typeParameters, comment }, writer) {
  const generic = typeParameters ? `<${typeParameters.map((parameter) => parameter.name).join(', ')}>` : '';
  const text = kind === KIND.variable ? `const ${name}: ${typeText(type)}` : alias(`${name}${generic}`, type);
  return [writer.summary(comment), code(text), ...writer.examples(comment)];
}

/**
 * An interface, or a class with a line for each of its methods.
 *
 * @param {Declaration} declaration
 * @param {Writer} writer
 */
function fieldsAndMethods({ name, comment, children = [] }, writer) {
  const properties = children.filter(
    (child) => child.kind === KIND.property && !child.flags.isStatic && !child.name.startsWith('[')
  );
  const rows = children
    .filter(hasHeading)
    .map((member) => `| [\`${name}.${member.name}\`](#${name}.${member.name}) | ${summaryOf(member)} |`);
  return [
    writer.summary(comment),
    ...fieldBlocks(properties, writer),
    ...writer.throws(comment),
    ...writer.examples(comment),
    rows.length > 0 ? ['| member | what it does |', '| --- | --- |', ...rows].join('\n') : '',
  ];
}

/**
 * @param {string} name
 * @param {Signature[]} signatures
 * @param {Writer} writer
 */
function functionBlocks(name, signatures, writer, prefix = '') {
  const { comment } = signatures.find((signature) => signature.comment) ?? signatures[0];
  const all = signatures.flatMap((signature) => signature.parameters ?? []);
  // overloads share their parameters, and one of them explains each
  const explained = new Map(all.filter((parameter) => parameter.comment).map((parameter) => [parameter.name, parameter.comment]));
  const parameters = [...explained].map(([parameter, text]) => `- \`${parameterName(parameter)}\`: ${writer.line(text)}`);
  return [
    writer.summary(comment),
    code(signatures.map((signature) => `${prefix}${signatureText(name, signature)}`).join('\n')),
    parameters.length > 0 ? `**Parameters**\n\n${parameters.join('\n')}` : '',
    ...writer.returns(comment),
    ...writer.throws(comment),
    ...writer.examples(comment),
  ];
}

/**
 * @param {Declaration[]} properties
 * @param {Writer} writer
 */
function fieldBlocks(properties, writer) {
  const items = properties.map((property) => {
    const { comment } = property.getSignature ?? property;
    const standards = writer.standard(comment).map((value) => ` Default: \`${value}\`.`);
    return `- \`${propertyText(property)}\`\n\n  ${writer.summary(comment).replaceAll('\n', '\n  ')}${standards.join('')}`;
  });
  return items.length > 0 ? [items.join('\n')] : [];
}

/**
 * Whether a member of a class has a heading of its own: methods and accessors, but not the protocols of the language.
 *
 * @param {Declaration} member
 */
export const hasHeading = ({ name, kind }) => !name.startsWith('[') && (kind === KIND.accessor || kind === KIND.method);

/**
 * @param {string} owner
 * @param {Declaration} member
 * @param {Writer} writer
 */
function memberBlocks(owner, member, writer) {
  if (!hasHeading(member)) return [];
  const { name, flags, signatures, getSignature } = member;
  const heading = `### ${owner}.${name} {:#${owner}.${name}}`;
  if (signatures) return [heading, ...functionBlocks(name, signatures, writer, flags.isStatic ? 'static ' : '')];
  return [heading, writer.summary(getSignature?.comment), code(propertyText({ ...member, name: `get ${name}()` }))];
}

/**
 * @param {string} name
 * @param {import('typedoc').JSONOutput.SomeType} type
 */
function alias(name, type) {
  const line = `type ${name} = ${typeText(type)}`;
  if (line.length < 90 || type.type !== 'union') return line;
  return `type ${name} =\n${type.types.map((one) => `  | ${typeText(one)}`).join('\n')}`;
}

/** @param {string} text */
const code = (text) => `\`\`\`ts\n${text}\n\`\`\``;
