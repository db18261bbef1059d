// Sample files for tests of the command.

/** Lines of code-generation samples, four for each prompt. */
export function passedLines(prompts: number): string {
  return Array.from({ length: 4 * prompts }, (_, i) => `{"task_id":"q${i >> 2}","passed":${(i * 7) % 3 === 0}}\n`).join('');
}
