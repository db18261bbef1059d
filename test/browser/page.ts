import { answers } from './answers';

Object.assign(globalThis, { answers });
