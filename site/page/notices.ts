// Messages that stay in sight wherever the page is scrolled to: what went wrong, with a way on, and that there is a new version.

import { messageOf } from '../../src/errors';
import { byId, element } from '../dom';

/** What the reader can do about a message. */
export interface WayOn {
  label: string;
  act(): void;
}

/** Says what went wrong; undefined takes the message away. */
export function showProblem(error: unknown, ...ways: WayOn[]): void {
  const box = byId('problem');
  if (error !== undefined) byId('problem-ways').replaceChildren(...ways.map(buttonOf), buttonOf({ label: 'Dismiss', act() {} }));
  byId('problem-notice').hidden = box.hidden = error === undefined;
  box.textContent = error === undefined ? '' : messageOf(error);
}

/** Offers a new version of the page. */
export function offerVersion(load: () => void): void {
  byId('new-version').hidden = false;
  byId('load-version').onclick = load;
}

/** Says what takes long and can be stopped; undefined takes it away. */
export function showProgress(text: string | undefined, stop?: () => void): void {
  byId('progress').hidden = text === undefined;
  byId('progress-text').textContent = text ?? '';
  byId('stop').onclick = stop ?? null;
}

/** A button that takes the message away. */
function buttonOf({ label, act }: WayOn): HTMLButtonElement {
  const button = element('button', { type: 'button', textContent: label });
  button.addEventListener('click', () => {
    showProblem(undefined);
    act();
  });
  return button;
}
