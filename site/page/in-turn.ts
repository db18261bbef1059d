// Draws the charts in turn, one a frame, where what they show changes with every move of the pointer: all of them at once take longer than a frame.

/** @returns what takes the drawings that are due, in place of those of before; the one whose turn it is stays so, that none waits for ever. */
export function inTurn(): (drawings: readonly (() => void)[]) => void {
  let drawings: readonly (() => void)[] = [];
  let due = 0;
  let next = 0;
  const step = () => {
    if (due === 0) return;
    due--;
    drawings[next % drawings.length]();
    next = (next + 1) % drawings.length;
    if (due > 0) requestAnimationFrame(step);
  };
  return (latest) => {
    const isIdle = due === 0;
    drawings = latest;
    due = latest.length;
    if (isIdle) requestAnimationFrame(step);
  };
}
