// One public name as Markdown: what it is, its signature, its parameters or members, what it throws and an example.

import { firstSentence } from './comments.mjs';
import { parameterName, propertyText, referencesOf, signatureText, typeText } from './types.mjs';

/** @typedef {import('typedoc').JSONOutput.DeclarationReflection} Declaration */
/** @typedef {import('typedoc').JSONOutput.SignatureReflection} Signature */
/** @typedef {ReturnType<typeof import('./comments.mjs').commentWriter>} Writer */

/** The kinds of reflections, as TypeDoc numbers them. */
const KIND = { constructor: 512, accessor: 262_144, method: 2048, property: 1024 };

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
  const { name, signatures, type, children = [] } = declaration;
  const blocks = [`## ${name} {:#${name}}`];
  if (signatures) blocks.push(...functionBlocks(name, signatures, writer));
  else if (type) {
    const generic = declaration.typeParameters ? `<${declaration.typeParameters.map((one) => one.name).join(', ')}>` : '';
    const isConstant = declaration.kind === 32;
    blocks.push(
      writer.summary(declaration.comment),
      code(isConstant ? `const ${name}: ${typeText(type)}` : alias(`${name}${generic}`, type))
    );
    blocks.push(...writer.examples(declaration.comment));
  } else {
    blocks.push(writer.summary(declaration.comment));
    const properties = children.filter((one) => one.kind === KIND.property && !one.flags.isStatic && !one.name.startsWith('['));
    blocks.push(
      ...fieldBlocks(properties, writer),
      ...writer.throws(declaration.comment),
      ...writer.examples(declaration.comment)
    );
  }
  const links = new Set(referencesOf([signatures, type, children]).filter((id) => id !== declaration.id));
  const types = [...links].flatMap((id) => linkOf(id) ?? []);
  if (types.length > 0) blocks.push(`**Types** ${types.join(', ')}`);
  blocks.push(...children.flatMap((member) => memberBlocks(declaration, member, writer)));
  return blocks.filter((block) => block !== '').join('\n\n');
}

/**
 * @param {string} name
 * @param {Signature[]} signatures
 * @param {Writer} writer
 */
function functionBlocks(name, signatures, writer, prefix = '') {
  const explained = signatures.find(({ comment }) => comment) ?? signatures[0];
  const { comment } = explained;
  // of overloads, the one with the most parameters has those of the others
  const all = signatures.map(({ parameters = [] }) => parameters).sort((a, b) => b.length - a.length)[0];
  const parameters = all
    .filter((parameter) => parameter.comment)
    .map((parameter) => `- \`${parameterName(parameter.name)}\`: ${writer.line(parameter.comment)}`);
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
 * A method or accessor of a class, under a heading of its own.
 *
 * @param {Declaration} owner
 * @param {Declaration} member
 * @param {Writer} writer
 */
function memberBlocks(owner, member, writer) {
  const { name, kind, flags, signatures, getSignature } = member;
  // the name of a class and the protocols of the language need no words
  if (name.startsWith('[') || (kind === KIND.property && !signatures) || kind === KIND.constructor) return [];
  const heading = `### ${owner.name}.${name} {:#${owner.name}.${name}}`;
  const prefix = flags.isStatic ? 'static ' : '';
  if (signatures) return [heading, ...functionBlocks(name, signatures, writer, prefix)];
  if (!getSignature) return [];
  return [heading, writer.summary(getSignature.comment), code(`get ${name}(): ${typeText(getSignature.type)}`)];
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
