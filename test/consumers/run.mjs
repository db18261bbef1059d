// For runtimes without a bundler.

import { goldenCase } from './golden-case.js';

console.log(JSON.stringify([goldenCase()]));
