// The boxes with theorems, each at the end of the card whose chart shows it.

import { byId, element } from '../dom';
import { THEOREMS, type Theorem } from '../theorems';

export function showTheorems(): void {
  for (const theorem of THEOREMS) {
    const card = byId(theorem.card);
    card.insertBefore(boxOf(theorem), card.querySelector(':scope > .buttons'));
  }
}

function boxOf({ name, plain, formula, href }: Theorem): HTMLElement {
  const math = element('div', { className: 'formula' });
  // a formula of our own table; a long one scrolls, and so must be reachable from the keyboard
  math.innerHTML = `<math display="block">${formula}</math>`;
  Object.assign(math, { tabIndex: 0, role: 'group', ariaLabel: `${name} as a formula` });
  return element(
    'aside',
    { className: 'theorem', ariaLabel: name },
    element('p', {}, element('a', { href, textContent: name }), ` ${plain}`),
    math
  );
}
