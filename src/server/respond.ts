export async function respond(_input: unknown): Promise<{ value: unknown; transfer: ArrayBuffer[] }> {
  return { value: null, transfer: [] };
}
