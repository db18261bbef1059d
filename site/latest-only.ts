// Calls of which only the latest answer matters, as while a slider moves.

/**
 * A function that runs one call at a time. Of the calls that are made meanwhile it keeps only the last, because a slider moves faster than answers
 * come. Each frame shows the latest answer while the next one is already being computed.
 *
 * @param isWanted - whether an answer is still to be shown when its frame comes.
 */
export function latestOnly<A, R>(
  run: (asked: A) => Promise<R>,
  show: (answer: R, asked: A) => void,
  fail: (error: unknown, asked: A) => void,
  isWanted: (answer: R, asked: A) => boolean = () => true
): (asked: A) => void {
  let busy = false;
  let waiting: { asked: A } | undefined;
  let unshown: { answer: R; asked: A } | undefined;
  const showAtFrame = () => {
    if (unshown === undefined) return;
    const { answer, asked } = unshown;
    unshown = undefined;
    if (isWanted(answer, asked)) show(answer, asked);
  };
  const start = async (asked: A) => {
    busy = true;
    try {
      const answer = await run(asked);
      if (unshown === undefined) requestAnimationFrame(showAtFrame);
      unshown = { answer, asked };
    } catch (error) {
      fail(error, asked);
    }
    busy = false;
    if (waiting === undefined) return;
    const { asked: next } = waiting;
    waiting = undefined;
    start(next);
  };
  return (asked) => {
    if (busy) waiting = { asked };
    else start(asked);
  };
}
