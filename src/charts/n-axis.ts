/** The axis of numbers of samples. */
export const N_AXIS = {
  type: 'log' as const,
  label: 'n',
  tickFormat: (n: number) => (n < 1e3 ? `${n}` : n < 1e6 ? `${n / 1e3}k` : `${n / 1e6}M`),
};
