// The memory beyond what the host lays out: it only ever grows, at its end, and never while lines are scanned, since the host may be reading a file
// into it meanwhile.

/** How many bytes more the line at hand needs; 0 if it has found room. */
export let bytesNeeded: u32 = 0;

/** Where the free memory begins. */
export let top: usize = 0;

/** Gives away what follows an address. */
export function beginAt(address: usize): void {
  top = address;
}

/** The address of free bytes, aligned to 16, or 0 if there is no room. */
export function allocate(bytes: usize): usize {
  const address = (top + 15) & ~15;
  const end = <u64>address + <u64>bytes;
  const size = <u64>memory.size() << 16;
  if (end > size) {
    bytesNeeded = <u32>(end - size);
    return 0;
  }
  top = <usize>end;
  return address;
}

/** Forgets that room was lacking. */
export function tryAgain(): void {
  bytesNeeded = 0;
}
