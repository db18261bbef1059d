// Questions about the syntax tree of a file of the kernel.

import ts from 'typescript';
import { SINKS } from './operations.mjs';

/** The arrays of a support that do not change once it is prepared: the others are made when first needed. */
export const ARRAYS = [
  'weights',
  'rewards',
  'blockOf',
  'outcomeProb',
  'refMass',
  'reward',
  'midCdf',
  'logStep',
  'logCdf',
  'logMid',
  'cellMaxStep',
];

/** The arrays of the support `s` that a function reads in a loop, and whose names are free in it: they are read off once. */
export function arraysHeld(node) {
  if (!has(node, ts.isForStatement)) return [];
  const taken = new Set();
  has(node, (inner) => {
    if (ts.isVariableDeclaration(inner) || ts.isParameter(inner)) taken.add(inner.name.getText());
    return false;
  });
  return ARRAYS.filter(
    (array) =>
      !taken.has(array) &&
      has(node, (inner) => inner.kind === ts.SyntaxKind.PropertyAccessExpression && inner.getText() === `s.${array}`)
  );
}

/**
 * Two lanes may need different forms of a function, so both are computed: `return choose(mask, near, far);`, perhaps after a shortcut
 * `if (all(mask)) return near;`. One number needs one form: it can return `far` as soon as the mask is known, if all that `far` needs is known then.
 */
export function earlyExit(list) {
  const choice = list[list.length - 1];
  if (!choice || !ts.isReturnStatement(choice) || !choice.expression || !isCall(choice.expression, ['choose'])) return undefined;
  const [mask, near, far] = choice.expression.arguments;
  const at = list.findIndex((node) => declares(node, mask.getText()));
  const later = list.slice(at + 1).filter((node) => ts.isVariableStatement(node));
  if (
    at < 0 ||
    later.some((node) =>
      node.declarationList.declarations.some(({ name }) => has(far, (inner) => isNamed(inner, name.getText())))
    )
  ) {
    return undefined;
  }
  const shortcut = list[list.length - 2];
  const hasShortcut = isShortcut(shortcut, 'all');
  return { mask: mask.getText(), near, far, after: list[at], end: list.length - (hasShortcut ? 2 : 1) };
}

/** Whether the node is `if (all(mask)) …`, or `if (!any(mask)) …` for `any`. */
export function isShortcut(node, of) {
  return ts.isIfStatement(node) && node.expression.getText().startsWith(of === 'all' ? 'all(' : '!any(');
}

export function declares(node, name) {
  return (
    ts.isVariableStatement(node) && node.declarationList.declarations.some((declaration) => declaration.name.getText() === name)
  );
}

export function isNamed(node, name) {
  return ts.isIdentifier(node) && node.text === name;
}

/** Whether the node is `x = add(x, …)`, or the same with another operation. */
export function isUpdate({ left, operatorToken, right }) {
  const isOperation = ts.isCallExpression(right) && ['add', 'sub', 'mul', 'div'].includes(right.expression.getText());
  return operatorToken.kind === ts.SyntaxKind.EqualsToken && isOperation && right.arguments[0].getText() === left.getText();
}

/** What a function on pairs is called in the library. */
export function scalarName(name) {
  return name.replace(/(Pair)?(Inline)?$/, '');
}

export function namesOf(functions, test) {
  return new Set(functions.filter(test).map(({ name }) => name.text));
}

export function has(node, test) {
  return test(node) || ts.forEachChild(node, (child) => has(child, test) || undefined) === true;
}

export function ancestor(node, test) {
  return test(node.parent) ? node.parent : ancestor(node.parent, test);
}

export function isCall(node, names) {
  return ts.isCallExpression(node) && names.includes(node.expression.getText());
}

/** Whether the node is a call that accumulates a number of each lane, and not one in the first lane only. */
export function isSink(node) {
  return (
    ts.isCallExpression(node) && SINKS.has(node.expression.getText()) && !node.arguments.some((x) => isCall(x, ['inFirstLane']))
  );
}

/** Whether the node is a loop over pairs: `for (let j = …; …; j += 2)`. */
export function isPairLoop(node) {
  return ts.isForStatement(node) && /\+= 2$/.test(node.incrementor?.getText() ?? '');
}

/** Whether the node declares an accumulator: `let sum = splat(0.0);`. */
export function isAccumulator(node) {
  return ts.isVariableStatement(node) && /^let \w+ = splat\(0\.0\);$/.test(node.getText());
}
