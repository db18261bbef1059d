// A process that runs the command again and again, as test/helpers/command.ts asks: the modules that the command imports are loaded and compiled
// once, its own are evaluated anew for each run.

import { readSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Where requests come from, and where answers go. */
const [REQUESTS, ANSWERS] = [3, 4];

const command = process.argv[2];
let runs = 0;

/** The next request, waited for; none once nobody can ask any more. */
function nextRequest() {
  const bytes = Buffer.alloc(1 << 16);
  let text = '';
  while (!text.endsWith('\n')) {
    const count = readSync(REQUESTS, bytes);
    if (count === 0) return undefined;
    text += bytes.toString('latin1', 0, count);
  }
  return JSON.parse(Buffer.from(text, 'latin1').toString());
}

// when nothing is left to do, a process that runs the command once would end
process.on('beforeExit', () => {
  if (runs > 0) writeSync(ANSWERS, `${Number(process.exitCode ?? 0)}\n`);
  process.exitCode = undefined;
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  const request = nextRequest();
  if (!request) process.exit();
  process.chdir(request.folder);
  process.umask(request.umask);
  process.argv = [process.execPath, command, ...request.args];
  import(`${pathToFileURL(command)}?run=${runs++}`);
});
