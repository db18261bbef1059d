// A pasted text as a file, which the readers of files then take.

/** The type that tells it from other files: it has no name that the reader could change. */
const PASTED = 'text/x-pasted';

export const fileOfText = (text: string, name: string) => new File([text], name, { type: PASTED });

export const isPasted = ({ type }: File) => type === PASTED;
