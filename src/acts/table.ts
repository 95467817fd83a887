import * as z from 'zod';
import { ASKED_ACTS } from '../core/vocabulary/sets.ts';
import { inThread } from './act.ts';
import { AFTER } from './after.ts';
import { DURING } from './during.ts';
import { author } from './fields.ts';
import { KEEP } from './keep.ts';
import { READ } from './read.ts';
import { BEGIN } from './starting/rows.ts';

export const ACTS = { ...BEGIN, ...READ, ...DURING, ...AFTER, ...KEEP };

const READS = { group: 'Read', right: 'read' } as const;

/** Acts that only threads and pages have. */
export const IN_THREADS = {
  status: inThread('show', {
    ...READS,
    summary: 'show how far a design has got, in one message',
    verbs: { status: { words: ['status'] } },
    show: async (_, before) => (await import('./runs/in-threads.ts')).showStatus(before),
  }),
  peek: inThread('show', {
    ...READS,
    summary: 'look at one persona',
    verbs: { peek: {} },
    show: async (_, before) => (await import('./runs/in-threads.ts')).showPersona(before),
  }),
  show_part: inThread('show', {
    ...READS,
    summary: 'unfold a part of a message',
    verbs: { show: {} },
    show: async (_, before) => (await import('./runs/in-threads.ts')).showFolded(before),
  }),
  open_successor: inThread('run', {
    ...READS,
    summary: 'find the design whose decision replaced this one',
    verbs: { open_successor: {} },
    run: async (...inputs) => (await import('./runs/in-threads.ts')).findSuccessor(...inputs),
    show: async (answer, before) =>
      (await import('./runs/in-threads.ts')).showSuccessor(answer, before),
  }),
  ask_choices: inThread('run', {
    ...READS,
    summary: 'show what can be asked about a design, and its price',
    verbs: { ask: {} },
    run: async (...inputs) => (await import('./runs/in-threads.ts')).findPrice(...inputs),
    show: async (answer, before) =>
      (await import('./runs/in-threads.ts')).showQuestions(answer, before),
  }),
  fact: inThread('show', {
    ...READS,
    summary: 'tell a fact about a design: where, cost, who or how long',
    verbs: { fact: {} },
    show: async (_, before) => (await import('./runs/in-threads.ts')).showFact(before),
  }),
  ask_starter: inThread('command', {
    group: 'Act',
    summary: 'ask the starter of a design to do something that you may not do',
    right: 'ask for',
    body: z.strictObject({ act: z.enum(ASKED_ACTS), author }),
    verbs: { ask_starter: { names: 'act' } },
    command: ({ body: { act } }) => ({ type: 'ask_starter', act }),
    show: async (_, before) => (await import('./runs/in-threads.ts')).showAsked(before),
  }),
};
