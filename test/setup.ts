// Property tests try the same cases every time, so that a red run can be had again; SEED=… tries others.

import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
