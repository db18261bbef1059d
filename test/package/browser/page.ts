// Lets test/package/browser.test.ts call `answers` in the page.

import { answers } from './answers';

Object.assign(globalThis, { answers });
