import * as z from 'zod';
import { ASKED_ACTS } from '../core/vocabulary/sets.ts';
import type { ActVerb, ThreadAct } from './act.ts';
import { AFTER } from './after.ts';
import { DURING } from './during.ts';
import { author } from './fields.ts';
import { KEEP } from './keep.ts';
import { READ } from './read.ts';
import { BEGIN } from './starting/rows.ts';

export const ACTS = { ...BEGIN, ...READ, ...DURING, ...AFTER, ...KEEP };

function inThread<
  Body extends z.ZodObject,
  const Named extends Readonly<Record<string, ActVerb>>,
  Answer,
>(row: ThreadAct<Body, Named, Answer>): ThreadAct<Body, Named, Answer> {
  return row;
}

const READS = { group: 'Read', right: 'read' } as const;

/** Acts that only threads and pages have. */
export const IN_THREADS = {
  status: inThread({
    ...READS,
    summary: 'show how far a design has got, in one message',
    verbs: { status: { words: ['status'] } },
    show: async (_, place) => (await import('./runs/in-threads.ts')).showStatus(place),
  }),
  peek: inThread({
    ...READS,
    summary: 'look at one persona',
    verbs: { peek: {} },
    show: async (_, place) => (await import('./runs/in-threads.ts')).showPersona(place),
  }),
  show_part: inThread({
    ...READS,
    summary: 'unfold a part of a message',
    verbs: { show: {} },
    show: async (_, place) => (await import('./runs/in-threads.ts')).showFolded(place),
  }),
  open_successor: inThread({
    ...READS,
    summary: 'find the design whose decision replaced this one',
    verbs: { open_successor: {} },
    run: async (...inputs) => (await import('./runs/in-threads.ts')).findSuccessor(...inputs),
    show: async (answer, place) =>
      (await import('./runs/in-threads.ts')).showSuccessor(answer, place),
  }),
  ask_choices: inThread({
    ...READS,
    summary: 'show what can be asked about a design, and its price',
    verbs: { ask: {} },
    run: async (...inputs) => (await import('./runs/in-threads.ts')).findPrice(...inputs),
    show: async (answer, place) =>
      (await import('./runs/in-threads.ts')).showQuestions(answer, place),
  }),
  fact: inThread({
    ...READS,
    summary: 'tell a fact about a design: where, cost, who or how long',
    verbs: { fact: {} },
    show: async (_, place) => (await import('./runs/in-threads.ts')).showFact(place),
  }),
  ask_starter: inThread({
    group: 'Act',
    summary: 'ask the starter of a design to do something that you may not do',
    right: 'ask for',
    body: z.strictObject({ act: z.enum(ASKED_ACTS), author }),
    verbs: { ask_starter: { names: 'act' } },
    command: ({ body: { act } }) => ({ type: 'ask_starter', act }),
    show: async (_, place) => (await import('./runs/in-threads.ts')).showAsked(place),
  }),
};
