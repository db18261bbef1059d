// The documentation shows what is true: every program prints the output below it. What stands there without output: without-output.test.ts.
// `UPDATE_DOCS=1 npx vitest run test/docs/docs.test.ts` writes into the pages what their programs print.

import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lacking, PagePrograms } from '../helpers/page-programs';
import { type Example, shownExamples, titled } from '../helpers/pages';

const shown = shownExamples();
const programs = new PagePrograms('docs');

beforeAll(() => programs.start(), 60_000);
afterAll(() => programs.stop());

/** Holds what was printed against what is shown, where a line `…` stands for any lines. */
function expectShown(printed: string, output: string): void {
  if (!/^…$/m.test(output)) {
    expect(printed).toBe(output);
    return;
  }
  let from = 0;
  for (const piece of output.split(/^…\n/m)) {
    expect(printed.slice(from)).toContain(piece);
    from = printed.indexOf(piece, from) + piece.length;
  }
}

function update({ page, program }: Example, output: string, printed: string): void {
  const text = readFileSync(page, 'utf8');
  const at = text.indexOf(`\`\`\`\n${output}`, text.indexOf(program) + program.length + 4);
  writeFileSync(page, `${text.slice(0, at)}\`\`\`\n${printed}${text.slice(at + 4 + output.length)}`);
}

it('there are examples of every kind', () => {
  expect(shown.filter(({ language }) => language === 'js').length).toBeGreaterThanOrEqual(16);
  expect(shown.filter(({ language }) => language === 'sh').length).toBeGreaterThanOrEqual(9);
  expect(shown.every(({ language }) => ['js', 'sh', 'python'].includes(language))).toBe(true);
});

// one after another: an example may use a file that one above it wrote
it.for(titled(shown))('%s prints what is shown', ([, example], { skip }) => {
  const lack = lacking(example);
  skip(lack !== undefined, lack);
  const { output = '' } = example;
  const printed = programs.printedBy(example);
  skip(/^ModuleNotFoundError: /m.test(printed), printed.trim().split('\n').at(-1));
  if (process.env.UPDATE_DOCS && !output.includes('…\n')) update(example, output, printed);
  else expectShown(printed, output);
});
