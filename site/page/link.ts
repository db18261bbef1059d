// The link to what is shown: a button that copies it, or else shows it to be copied by hand.

import { byId } from '../dom';
import { copyText } from './copy-text';

/** How long the page says that the link is copied, in milliseconds. */
const SAID_MILLISECONDS = 4000;

/**
 * @param hash - the part of the address after #, of what is shown now.
 * @param leavesOut - what is shown and a link cannot carry; undefined if it carries everything.
 */
export function offerLink(hash: () => string, leavesOut: () => string | undefined): void {
  const [button, status, notice] = [byId('copy-link'), byId('link-copied'), byId('link-notice')];
  const text = byId<HTMLInputElement>('link-text');
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener('click', async () => {
    const link = new URL(hash(), location.href).href;
    const isCopied = await copyText(link);
    clearTimeout(timer);
    status.textContent = isCopied ? copiedText(leavesOut()) : '';
    timer = setTimeout(() => (status.textContent = ''), SAID_MILLISECONDS);
    notice.hidden = isCopied;
    if (isCopied) return;
    text.value = link;
    text.focus();
    text.select();
  });
  const close = () => {
    notice.hidden = true;
    button.focus();
  };
  byId('link-close').addEventListener('click', close);
  notice.addEventListener('keydown', (event) => event.key === 'Escape' && close());
}

function copiedText(left: string | undefined): string {
  return left === undefined
    ? 'The link is copied.'
    : `The link is copied. It does not carry ${left}: whoever opens it has to open that as well.`;
}
