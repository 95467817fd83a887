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
    summary: 'ask the starter of a design to do what you may not',
    right: 'ask for',
    verbs: { ask_starter: {} },
  },
  quick_instead: {
    group: 'Run',
    summary: 'restart a design that has just begun, at the least depth',
    right: 'cancel',
    verbs: { quick_instead: {} },
  },
  find: {
    group: 'Read',
    summary: 'find decisions by their words, among all that you may read',
    right: 'read',
    verbs: {},
  },
  where: {
    group: 'Read',
    summary: 'ask a question that code answers at once: where something is, what it cost, who and when',
    right: 'read',
    verbs: { where: {} },
  },
  post_answer: {
    group: 'Act',
    summary: 'post your private answer in the thread',
    right: 'answer',
    verbs: { post_answer: {} },
  },
  feedback: {
    group: 'Read',
    summary: 'say if a decision was useful',
    right: 'rate',
    verbs: { feedback: {} },
  },
} as const satisfies Readonly<Record<string, ThreadAct>>;
