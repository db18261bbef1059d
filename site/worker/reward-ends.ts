// Where the bins of rewards end: a bin for each distinct reward, or else bins that are evenly spaced on the axis of rewards.

/** Up to so many distinct rewards each has a bin of its own, and a pair of bars on the chart. */
export const MAX_BARS = 30;
/** About how many bins hold more rewards: one for every two pixels of the axis. */
const REWARD_BINS = 240;

/**
 * The last rank of every bin.
 *
 * @param falling - the rewards of the outcomes that have some probability, in descending order. There is at least one.
 */
export function rewardEnds(falling: Float64Array): Uint32Array {
  const blocks: number[] = [];
  for (let rank = 1; rank <= falling.length; rank++) {
    if (rank < falling.length && falling[rank] === falling[rank - 1]) continue;
    blocks.push(rank);
  }
  return Uint32Array.from(blocks.length <= MAX_BARS ? blocks : spaced(falling, blocks));
}

/** Of the ends of blocks those that are the last ones in a part of the axis; infinite rewards are in parts of their own. */
function spaced(falling: Float64Array, blocks: readonly number[]): number[] {
  const finite = falling.filter(Number.isFinite);
  const [highest, lowest] = [finite[0], finite[finite.length - 1]];
  // halves, because the difference of two large numbers may be infinite
  const width = (highest / 2 - lowest / 2) / REWARD_BINS;
  const partOf = (rank: number) => {
    const reward = falling[rank - 1];
    return Number.isFinite(reward) ? Math.floor((highest / 2 - reward / 2) / width) : reward;
  };
  // the highest reward is what best-of-n comes to: it has a bin of its own
  return blocks.filter((rank, i) => i === 0 || i === blocks.length - 1 || partOf(rank) !== partOf(blocks[i + 1]));
}
