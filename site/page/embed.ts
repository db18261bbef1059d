// One chart in the frame of another page: nothing else is shown but a link to the whole page.

import { byId } from '../dom';
import { hashOf, type State } from '../state';

/** Shows the only chart, or all of the page. */
export function showEmbedded({ embed }: State): void {
  const { dataset } = document.documentElement;
  if (embed === undefined) delete dataset.embed;
  else dataset.embed = embed;
  for (const card of document.querySelectorAll('.card')) card.classList.toggle('embedded', card.id === embed);
}

/** @param title - of what is shown, with its n. */
export function nameLinkBack(state: State, title: string): void {
  const link = byId<HTMLAnchorElement>('embed-link');
  link.href = hashOf({ ...state, embed: undefined });
  link.textContent = `${title} in the best-of-n explorer`;
}
