/** Worlds small enough to be seen whole: who takes part, and what may happen how often. */

import type { RoundKind } from '#design/events.ts';
import type { Submission } from '#design/submissions.ts';
import type { WorldOptions } from '#test/support/design-world.ts';
import { DISSENT, GRAVE_AUDIT } from '#test/support/sample-submissions.ts';

export interface World extends WorldOptions {
  readonly name: string;
  /** At most so often on one path; nothing that is not named. */
  readonly limits: Partial<Record<Limited, number>>;
  /** What a turn may submit besides the sample. */
  readonly variants?: Partial<Record<RoundKind, readonly Submission[]>>;
  /** Sessions that may be lost; all unless it is said. */
  readonly mortal?: readonly string[];
}
export type Limited = 'loss' | 'failure' | 'restart' | 'crash' | 'reply' | 'edit' | 'cancel';

const QUIET = {
  depth: 'quick',
  personas: 2,
  inThread: false,
  settings: { questions: 'none' },
} as const;
const grave: Submission = { tool: 'submit_audit', input: GRAVE_AUDIT };

export const WORLDS: readonly World[] = [
  {
    ...QUIET,
    name: 'crashes',
    limits: { loss: 3, cancel: 1 },
    mortal: ['subtractor', 'failure-analyst'],
  },
  { ...QUIET, name: 'one persona', personas: 1, limits: { loss: 4, cancel: 1 } },
  { ...QUIET, name: 'facilitators', limits: { loss: 3 }, mortal: ['synthesizer', 'auditor'] },
  { ...QUIET, name: 'failed turns', limits: { failure: 3 } },
  { ...QUIET, name: 'restarts', limits: { restart: 1, loss: 1 }, mortal: ['subtractor'] },
  { ...QUIET, name: 'crash loops', personas: 1, limits: { crash: 6 } },
  {
    ...QUIET,
    name: 'answers',
    personas: 1,
    settings: {},
    limits: { reply: 1, edit: 1 },
  },
  {
    ...QUIET,
    name: 'gates',
    personas: 1,
    limits: { reply: 1 },
    variants: { audit: [grave], signing: [{ tool: 'sign', input: DISSENT }, grave] },
  },
  {
    ...QUIET,
    name: 'little money',
    depth: 'standard',
    settings: { budgetUsd: 0.4 },
    limits: { failure: 2 },
  },
  { ...QUIET, name: 'arguments', depth: 'standard', limits: { failure: 1, loss: 1 } },
];

/** Too large for a test of some seconds. */
export const LARGE_WORLDS: readonly World[] = [
  { ...QUIET, name: 'three personas crash', personas: 3, limits: { loss: 4, cancel: 1 } },
  { ...QUIET, name: 'everybody crashes', limits: { loss: 2, restart: 1, failure: 1 } },
  {
    ...QUIET,
    name: 'gates and restarts',
    personas: 1,
    limits: { failure: 1, reply: 1, restart: 1 },
    variants: { audit: [grave], signing: [{ tool: 'sign', input: DISSENT }, grave] },
  },
  {
    ...QUIET,
    name: 'answers and failed turns',
    personas: 1,
    settings: {},
    limits: { reply: 2, edit: 1, failure: 1 },
  },
  {
    ...QUIET,
    name: 'people and crashes',
    personas: 1,
    settings: {},
    limits: { reply: 1, loss: 1 },
  },
  {
    ...QUIET,
    name: 'people and restarts',
    personas: 1,
    settings: {},
    limits: { reply: 1, restart: 1 },
  },
];
