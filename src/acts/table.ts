import type { ThreadAct } from './act.ts';
import { AFTER } from './after.ts';
import { BEGIN } from './begin.ts';
import { DURING } from './during.ts';
import { KEEP } from './keep.ts';
import { READ } from './read.ts';

export const ACTS = { ...BEGIN, ...READ, ...DURING, ...AFTER, ...KEEP };

export const IN_THREADS = {
  ask_starter: {
    group: 'Act',
    summary: 'ask the starter of a design to do something that you may not do',
    right: 'ask for',
    verbs: { ask_starter: {} },
  },
  quick_instead: {
    group: 'Run',
    summary: 'restart a design that has just begun, at depth quick',
    right: 'cancel',
    verbs: { quick_instead: {} },
  },
  find: {
    group: 'Read',
    summary: 'search the decisions that you may read',
    right: 'read',
    verbs: {},
  },
} as const satisfies Readonly<Record<string, ThreadAct>>;
