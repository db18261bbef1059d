// Colours only where a person reads: on a terminal, unless NO_COLOR is set; FORCE_COLOR asks for them everywhere. (picocolors by itself also
// colours pipes wherever CI is set.)

import pc from 'picocolors';

const { NO_COLOR, FORCE_COLOR } = process.env;

const coloursOf = ({ isTTY }: { isTTY?: boolean }) => pc.createColors(!NO_COLOR && (Boolean(FORCE_COLOR) || isTTY === true));

export const onOutput = coloursOf(process.stdout);
export const onError = coloursOf(process.stderr);
