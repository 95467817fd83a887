/**
 * The one reading of a design. Everything that people read is drawn from the view, and nothing else
 * reads a design to tell them something.
 *
 * @example
 * const view = viewOf(design);
 * view.banner.headline; // 'Decision ready.'
 */

import type { Design } from '../../core/vocabulary/design.ts';
import { formatIso } from '../../core/vocabulary/figures.ts';
import { rememberFor } from '../../core/vocabulary/remember.ts';
import { phaseOf, statusOf } from '../../core/vocabulary/status.ts';
import type { DesignView } from '../schema/view.ts';
import { recordOf } from './record.ts';
import { resultOf } from './result.ts';
import { runOf } from './run.ts';
import { talkOf } from './talk.ts';

/** Reads a design once: a state never changes, so its view is kept. */
export const viewOf = rememberFor((design: Design): DesignView => {
  return {
    id: design.id,
    topic: design.topic,
    successorOf: design.successorOf,
    followUpOf: design.followUpOf ?? null,
    followUpDecision: design.followUpDecision ?? null,
    status: statusOf(design),
    phase: phaseOf(design.step),
    step: design.step,
    version: design.version,
    startedAt: formatIso(design.startedAt),
    endedAt: design.end === null ? null : formatIso(design.end.at),
    startedBy: design.startedBy,
    via: design.via ?? null,
    thread: design.thread,
    ...runOf(design),
    ...talkOf(design),
    ...resultOf(design),
    ...recordOf(design),
    rehearsal: design.rehearsal,
  };
});
