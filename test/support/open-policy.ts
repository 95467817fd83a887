import type { Policy } from '../../src/runtime/permission.ts';

/** Nobody is named, so that everybody may start, answer and run again, everywhere; there is no operator. */
export const OPEN_TO_ALL: Policy = {
  channels: [],
  starters: [],
  answerers: [],
  deciders: [],
  accepters: [],
  operators: [],
  repositories: {},
  designsPerPersonPerDay: null,
  calls: { called: 'all', quietHours: null },
};
