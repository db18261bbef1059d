#!/usr/bin/env node
// The executable `best-of-n`: runs the command line and sets the exit code.

import { main } from './main';

// whoever writes is told what could not be written; without a listener Node.js would end with a stack trace besides
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
