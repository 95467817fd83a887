/** What an owner decides and stores at once: a command of the inbox, or reports that have come meanwhile. */

import type { Refusal, Report, Stamp } from '#design/commands.ts';
import { decide } from '#design/decide.ts';
import { effectsOf } from '#design/effects.ts';
import type { DesignEvent } from '#design/events.ts';
import { evolve } from '#design/evolve.ts';
import type { TurnId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import type { InboxRow } from '#store/store.ts';

export type Work = InboxRow | readonly Report[];

interface DecidedWork {
  readonly events: readonly DesignEvent[];
  /** Why a command was refused; `null`: it was accepted. */
  readonly refusal: Refusal | null;
  /** Reports that are to be decided once these events are stored. */
  readonly rest: readonly Report[];
  /** Turns whose submission changes nothing any more (C16). */
  readonly tooLate: readonly TurnId[];
}

export function decideWork(before: Design | null, work: Work, stamp: Stamp): DecidedWork {
  if (!('command' in work)) return decideReports(before, work, stamp);
  const decided = decide(before, work.command, stamp);
  return decided.accepted
    ? { events: decided.events, refusal: null, rest: [], tooLate: [] }
    : { events: [], refusal: decided.refusal, rest: [], tooLate: [] };
}

/** Each on what the one before left, up to the first that leaves something to carry out. */
function decideReports(before: Design | null, reports: readonly Report[], stamp: Stamp) {
  const events: DesignEvent[] = [];
  const tooLate: TurnId[] = [];
  let design = before;
  for (const [index, report] of reports.entries()) {
    const decided = decide(design, report, stamp);
    const more = decided.accepted ? decided.events : [];
    if (report.type === 'submit' && more.length === 0) tooLate.push(report.turnId);
    for (const event of more) design = evolve(design, event);
    events.push(...more);
    if (design !== null && effectsOf(events, before, design).length > 0)
      return { events, refusal: null, rest: reports.slice(index + 1), tooLate };
  }
  return { events, refusal: null, rest: [], tooLate };
}
