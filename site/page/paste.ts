// Data that the reader pastes: into the text box, or anywhere on the page where nothing is typed.

import { byId } from '../dom';

/** Where a paste goes into what is typed. */
const TYPED = 'input:not([type=range], [type=radio], [type=checkbox], [type=file]), textarea, [contenteditable]';

/**
 * @param onText - is given a text that was pasted.
 * @param onFiles - is given files that were copied in another program.
 */
export function startPaste(onText: (text: string) => void, onFiles: (files: File[]) => void): void {
  const box = byId<HTMLTextAreaElement>('paste');
  document.addEventListener('paste', (event) => {
    const { clipboardData, target } = event;
    if (clipboardData === null || event.defaultPrevented) return;
    const files = [...clipboardData.files];
    const isTyped = target instanceof Element && target.closest(TYPED) !== null;
    if (files.length > 0 && (!isTyped || target === box)) {
      event.preventDefault();
      onFiles(files);
    } else if (!isTyped) {
      const text = clipboardData.getData('text/plain');
      if (text.trim() === '') return;
      event.preventDefault();
      box.value = text;
      onText(text);
    }
  });
  byId('paste-form').addEventListener('submit', (event) => {
    event.preventDefault();
    onText(box.value);
  });
  // what is pasted into the box is whole; what is typed there waits for the button
  box.addEventListener('paste', () => setTimeout(() => box.value.trim() !== '' && onText(box.value)));
}
