// "The code for this": the numbers that the page shows, in JavaScript with the package, in Python with numpy, and on the command line.

import { type Chosen, type Made, makingOf } from './built-in';
import { codeOfFile, type ShownFile } from './from-file';
import { pythonOf } from './python';
import type { CodeTexts } from './texts';

/** A reference of the catalogue, or what is read of the reader's file; at the n that is shown. */
export type Asked = { n: number } & (Chosen | { file: ShownFile });

/** undefined for a reference that the catalogue does not have. */
export function codeFor(asked: Asked): CodeTexts | undefined {
  if ('file' in asked) return codeOfFile(asked.file, asked.n);
  const made = makingOf(asked);
  return made && { js: jsOf(made, asked.n), python: pythonOf(made.python, asked.n), shell: shellOf(made, asked.n), note: '' };
}

/** What npm installs. */
const installed = (packages: readonly string[]) => `npm install ${['best-of-n', ...packages].join(' ')}`;

function jsOf({ imports, packages, js }: Made, n: number): string {
  return [
    `// ${installed(packages)}`,
    ...imports,
    "import { Support } from 'best-of-n';",
    '',
    ...js,
    `console.log(Support.from(input).metrics(${n}));`,
    '',
  ].join('\n');
}

const OPTIONS = { probs: 'prob', weights: 'weight', logits: 'logit' } as const;

/** JavaScript writes the reference to a file, which the command reads. */
function shellOf({ imports, packages, js, column }: Made, n: number): string {
  const option = OPTIONS[column];
  return [
    installed(packages),
    "cat > reference.mjs <<'END'",
    ...imports,
    ...js,
    `console.log('${option},reward');`,
    `input.${column}.forEach((x, i) => console.log(\`\${x},\${input.rewards[i]}\`));`,
    'END',
    'node reference.mjs > reference.csv',
    `npx best-of-n support reference.csv --${option} ${option} --reward reward -n ${n}`,
    '',
  ].join('\n');
}
