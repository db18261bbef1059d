// Paths into structs and lists, and the rules that say what labels count.

import { describe, expect, it } from 'vitest';
import { entryOf, rootOf, valueAt } from '../../src/sample-files/paths';
import { parsePass } from '../../src/sample-files/scoring';

describe('a path', () => {
  const row = {
    id: [7, 2],
    metric: { em: 1, 'f1.strict': 0.5, list: [{ x: 1 }, {}, { x: 3 }] },
    'metric.acc': 4,
    'a[0]': 5,
    steps: [
      [1, 2],
      [3, 4],
    ],
    nothing: null,
  };

  it.each([
    ['id', [7, 2]],
    ['id[0]', 7],
    ['id[-1]', 2],
    ['id[2]', undefined],
    ['metric.em', 1],
    ['metric.f1.strict', 0.5],
    ['metric.acc', 4],
    ['a[0]', 5],
    ['metric.list[].x', [1, undefined, 3]],
    ['metric.list[2].x', 3],
    ['steps[][-1]', [2, 4]],
    ['metric.none', undefined],
    ['metric.em.deeper', undefined],
    ['nothing.at', undefined],
    ['toString', undefined],
    ['metric.constructor', undefined],
    ['id.length', undefined],
  ])('%s', (path, value) => {
    expect(valueAt(row, path)).toEqual(value);
  });

  it('begins in a field, which is the whole path where a field is called so', () => {
    const isField = (name: string) => Object.hasOwn(row, name);
    expect(['metric.em', 'metric.acc', 'id[0]', 'a[0]', 'x'].map((path) => rootOf(path, isField))).toEqual([
      'metric',
      'metric.acc',
      'id',
      'a[0]',
      'x',
    ]);
  });

  it('names an entry of its list in messages', () => {
    expect([entryOf('completions[].score', 3), entryOf('scores', 3)]).toEqual(['completions[3].score', 'scores[3]']);
  });
});

describe('a rule', () => {
  it('lists labels, or gives a threshold', () => {
    expect(parsePass('C=1,I=0,P=0.5')).toEqual({ labels: { C: 1, I: 0, P: 0.5 } });
    expect(parsePass('a\\,b=1,c\\=d=0')).toEqual({ labels: { 'a,b': 1, 'c=d': 0 } });
    expect(parsePass('>= 0.7')).toEqual({ threshold: { than: '>=', value: 0.7 } });
    expect(parsePass('<3')).toEqual({ threshold: { than: '<', value: 3 } });
  });

  it.each([
    ['passed', '"passed" has no "="'],
    ['passed=yes', '"yes" is no number'],
    ['a=1,a=0', 'the label "a" stands twice'],
    ['>=', '"=" is no number'],
    ['>=x', '"x" is no number'],
    ['=1', '"=1" has no label before "="'],
  ])('%j is refused', (text, why) => {
    expect(() => parsePass(text)).toThrow(`${JSON.stringify(text)} is no rule: ${why}; expected`);
  });
});
