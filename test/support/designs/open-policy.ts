import type { Policy } from '#engine/access/permission.ts';

/** Nobody is named, so that everybody may start and run again; there is no operator. */
export const OPEN_TO_ALL: Policy = {
  starters: [],
  deciders: [],
  operators: [],
};
