// The files of the JavaScript engine that are not generated but written by hand: they have the names and the constants of the kernel's files.

import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** What a pair of files need not share, with the reason. */
interface Pair {
  kernel: string;
  library: string;
  /** Only the kernel has it. */
  kernelOnly?: Record<string, string>;
  /** Only the library has it. */
  libraryOnly?: Record<string, string>;
}

const PAIRS: readonly Pair[] = [
  { kernel: 'assembly/math.ts', library: 'src/numerics/exp-log.ts' },
  {
    kernel: 'assembly/sum.ts',
    library: 'src/numerics/sum.ts',
    libraryOnly: { sumOf: 'a whole sum at once, for the library' },
  },
  {
    kernel: 'assembly/sort.ts',
    library: 'src/numerics/sort.ts',
    kernelOnly: {
      keyAt: 'records of 64-bit keys',
      weightAt: 'records of 64-bit keys',
      indexOf: 'records of 64-bit keys',
      setRecord: 'records of 64-bit keys',
      setIndexRecord: 'records of 64-bit keys',
      keyOf: 'records of 64-bit keys',
      rewardOf: 'records of 64-bit keys',
    },
    libraryOnly: { orderOf: 'a whole sort at once, for the library' },
  },
  { kernel: 'assembly/results.ts', library: 'src/engine/js/results.ts' },
  {
    kernel: 'assembly/arrays.ts',
    library: 'src/engine/js/arrays.ts',
    kernelOnly: {
      create: 'a constructor in JavaScript',
      createMoments: 'an object literal in JavaScript',
      indices: 'new Uint32Array in JavaScript',
      records: 'new Uint32Array in JavaScript',
      releaseInput: 'a method in JavaScript',
      releaseRecords: 'a method in JavaScript',
      release: 'the garbage collector in JavaScript',
    },
  },
  { kernel: 'assembly/moments.ts', library: 'src/engine/js/moments.ts' },
  {
    kernel: 'assembly/prepare.ts',
    library: 'src/engine/js/prepare.ts',
    kernelOnly: {
      lowOf: 'an array of its own in JavaScript',
      makeOrder: 'the indices go through the sort in JavaScript',
      prepareGathered: 'for rows with weights that the kernel gathers two at a time',
    },
  },
  { kernel: 'assembly/batch.ts', library: 'src/engine/js/batch.ts' },
];

/** Fields of a support that only one engine has. */
const FIELDS = {
  kernelOnly: { policy: 'the caller gives the array in JavaScript', lowestKey: 'keys of 64 bits' },
  libraryOnly: {},
};

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

const isExported = (node: ts.Node) =>
  ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** The exported functions, without what tells two lanes from one. */
function functionsOf(source: ts.SourceFile): Set<string> {
  const exported = source.statements.filter(ts.isFunctionDeclaration).filter(isExported);
  return new Set(exported.map(({ name }) => (name?.text ?? '').replace(/(Pair)?(Inline)?$/, '')));
}

/** The constants that are numbers. */
function constantsOf(source: ts.SourceFile): Map<string, number> {
  const constants = new Map<string, number>();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const text = initializer?.getText().replace('Math.LOG2E', String(Math.LOG2E)) ?? '';
      if (/^[-+*/\d.e() x<]+$|^0x[\da-f]+$/i.test(text)) constants.set(name.getText(), Number(new Function(`return ${text}`)()));
    }
  }
  return constants;
}

function fieldsOf(source: ts.SourceFile, name: string): string[] {
  const declared = source.statements.find(
    (node): node is ts.ClassDeclaration | ts.InterfaceDeclaration =>
      (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) && node.name?.text === name
  );
  const members = [...(declared?.members ?? [])];
  const parameters = members.flatMap((member) => (ts.isConstructorDeclaration(member) ? [...member.parameters] : []));
  return [...members, ...parameters]
    .filter((member) => ts.isPropertyDeclaration(member) || ts.isPropertySignature(member) || ts.isParameter(member))
    .map((member) => member.name?.getText() ?? '');
}

const without = (names: Iterable<string>, left: Record<string, string> = {}) =>
  [...names].filter((name) => !(name in left)).sort();

describe.each(PAIRS)('$library', ({ kernel, library, kernelOnly, libraryOnly }) => {
  const sources = [parse(kernel), parse(library)];

  it(`has the exported functions of ${kernel}`, () => {
    const [ours, theirs] = sources.map(functionsOf);
    expect(without(theirs, libraryOnly)).toEqual(without(ours, kernelOnly));
    // an exception that is none any more
    for (const name of Object.keys(kernelOnly ?? {})) expect(ours.has(name) && !theirs.has(name), name).toBe(true);
    for (const name of Object.keys(libraryOnly ?? {})) expect(theirs.has(name) && !ours.has(name), name).toBe(true);
  });

  it(`has the constants of ${kernel} where both have one of a name`, () => {
    const [ours, theirs] = sources.map(constantsOf);
    for (const [name, value] of theirs) if (ours.has(name)) expect(value, name).toBe(ours.get(name));
  });
});

it('the elementary functions share their constants', () => {
  const [ours, theirs] = [parse('assembly/math.ts'), parse('src/numerics/exp-log.ts')].map(constantsOf);
  const shared = [...theirs.keys()].filter((name) => ours.has(name));
  expect(shared).toEqual(
    expect.arrayContaining(['LN2_HI', 'LN2_LO', 'ROUNDER', 'MAX_NORMAL_EXP', 'MAX_ATANH', 'LOG1P_LOW', 'LOG1P_HIGH'])
  );
});

it.each(['Support', 'Moments'])('%s has the same fields', (name) => {
  const [ours, theirs] = ['assembly/arrays.ts', 'src/engine/js/arrays.ts'].map((file) => fieldsOf(parse(file), name));
  const [kernelOnly, libraryOnly] = name === 'Support' ? [FIELDS.kernelOnly, FIELDS.libraryOnly] : [{}, {}];
  expect(without(theirs, libraryOnly)).toEqual(without(ours, kernelOnly));
});
