// The names of what can be shown of a file of samples: the mean over the prompts of a run, or one of its prompts.

export const meanName = (run: number) => `all-${run}`;

export const promptName = (run: number, prompt: number) => `${run}-${prompt}`;

/** Whether it is the mean over all prompts of a run. */
export const isMean = (name: string) => name.startsWith('all-');

/** The place of the run, and of the prompt in it if it is one. */
export function placesIn(name: string): { run: number; prompt?: number } {
  const [run, prompt] = name.replace(/^all-/, '').split('-').map(Number);
  return { run, prompt };
}
