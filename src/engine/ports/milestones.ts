import * as z from 'zod';
import { STEPS } from '../../core/vocabulary/event-parts.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { type DesignId, GateId } from '../../core/vocabulary/ids.ts';
import { PHASES, STATUSES } from '../../core/vocabulary/sets.ts';
import type { ReadableDesigns } from '../access/may-read.ts';
import type { Commit } from './store.ts';

/** Events that change a list of designs. */
const MILESTONE_EVENTS = [
  'design_started',
  'status_changed',
  'answering_opened',
  'answering_closed',
  'gate_opened',
  'gate_decided',
  'design_ended',
  'decision_judged',
] as const satisfies readonly DesignEvent['type'][];

/** A design's state after a commit with these events, which `what` names. */
export const Milestone = z.strictObject({
  at: z.number().int().nonnegative(),
  what: z.array(z.enum(MILESTONE_EVENTS)).min(1),
  status: z.enum(STATUSES),
  phase: z.enum(PHASES),
  step: z.enum(STEPS),
  version: z.number().int().positive(),
  /** The gate opened or decided; `deadlineAt` only if opened. */
  gate: z.strictObject({ id: GateId, deadlineAt: z.number().int().nullable() }).nullable().default(null),
});
export type Milestone = z.infer<typeof Milestone>;

export interface MilestoneRow {
  /** Grows over all designs, in the order in which rows become visible. */
  readonly position: number;
  readonly designId: DesignId;
  readonly milestone: Milestone;
}

export interface Milestones {
  /** Returns milestones after `position` of designs that the viewer may read (A18), in order; `null`: of all. */
  since(position: number, readable: ReadableDesigns | null, limit: number): Promise<MilestoneRow[]>;
  /** Last position; 0 before the first. */
  last(): Promise<number>;
  forget(before: number): Promise<number>;
}

/** Milestone of a commit; `null` if it changes no list. */
export function milestoneOf({ events, summary }: Pick<Commit, 'events' | 'summary'>): Milestone | null {
  const marked = events.filter(({ event }) => isMilestone(event.type));
  const last = marked.at(-1);
  if (last === undefined) return null;
  const { status, phase, step, version } = summary;
  const what = [...new Set(marked.map(({ event }) => event.type))].filter(isMilestone);
  return { at: last.event.at, what, status, phase, step, version, gate: gateIn(marked) };
}

function gateIn(marked: Commit['events']): Milestone['gate'] {
  const event = marked.map((stored) => stored.event).findLast(({ type }) => type.startsWith('gate_'));
  if (event?.type === 'gate_opened') return { id: event.gateId, deadlineAt: event.deadlineAt };
  return event?.type === 'gate_decided' ? { id: event.gateId, deadlineAt: null } : null;
}

function isMilestone(type: DesignEvent['type']): type is (typeof MILESTONE_EVENTS)[number] {
  return (MILESTONE_EVENTS as readonly string[]).includes(type);
}
