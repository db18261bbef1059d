// "The code for this": the texts of code/, each to be copied.

import { type Asked, codeFor } from '../code/code-for';
import type { CodeTexts } from '../code/texts';
import { byId } from '../dom';
import { isMean } from '../files/choice-names';
import { isPasted } from '../files/pasted';
import type { ReferenceSpec } from '../references';
import type { OpenedReference } from '../worker/view-types';
import { copyText } from './copy-text';

const LANGUAGES = ['js', 'python', 'shell'] as const satisfies readonly (keyof CodeTexts)[];

export class CodePanel {
  readonly #panel = byId<HTMLDetailsElement>('code');
  #asked: () => Asked | undefined = () => undefined;

  constructor() {
    this.#panel.addEventListener('toggle', () => this.#write());
    for (const language of LANGUAGES) {
      byId(`copy-${language}`).addEventListener('click', async () => {
        const text = byId(`code-${language}`).textContent ?? '';
        byId('code-copied').textContent = (await copyText(text))
          ? 'Copied.'
          : 'The browser did not allow copying; select the text instead.';
      });
    }
  }

  /** @param asked - tells what is shown. It is called only where the reader sees the texts, since a slider moves faster than anybody reads. */
  show(asked: () => Asked | undefined): void {
    this.#asked = asked;
    this.#write();
  }

  /** The texts are made only where the reader sees them. */
  #write(): void {
    if (!this.#panel.open) return;
    const asked = this.#asked();
    const texts = asked && codeFor(asked);
    byId('code-note').textContent = texts?.note ?? '';
    byId('code-copied').textContent = '';
    for (const language of LANGUAGES) {
      const text = texts?.[language];
      byId(`code-${language}`).textContent = text ?? '';
      byId(`part-${language}`).hidden = text === undefined;
    }
  }
}

/** What the texts are of: the reference that is open, at an n. */
export function askedCode(
  spec: ReferenceSpec | undefined,
  { choices, choice, read }: OpenedReference,
  n: number
): Asked | undefined {
  if (spec === undefined) return undefined;
  if (!('file' in spec))
    return { reference: spec.name, temperature: spec.temperature, rewards: spec.rewards, bars: spec.bars, n };
  const { file, others = [], columns } = spec;
  const runs = choices.filter(({ name }) => isMean(name)).length;
  const names = others.map(({ name }) => name);
  return { n, file: { name: file.name, others: names, columns, choice, runs, read, isPasted: isPasted(file) } };
}
