// The package as Jest imports it, which needs the option --experimental-vm-modules of Node.js.

import * as library from 'best-of-n';
import uses from './uses.cjs';

test('the package, imported', () => uses(library, `${process.env.ANSWERS}/module.json`));
