import { keepDefined } from '#foundation/keep-defined.ts';
import { listJudgedChanges } from '../../decision/changes.ts';
import type { Design, Gate } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { findById } from '../../vocabulary/ids.ts';
import { isSeenAtOnce } from '../../vocabulary/status.ts';
import { addContribution, type Folds, replaceLast } from './folds.ts';

/** The text, its audit, changes and signatures, and the gates. */
export const DECISION_FOLDS = {
  composite_submitted: (design, event) => ({
    composites: [...design.composites, event],
    audit: null,
    revisions: [],
    confirmations: [],
    signatures: [],
    ...addContribution(design, event),
  }),
  signature_given: (design, event) => ({
    signatures: [...design.signatures, event],
    ...addContribution(design, event),
  }),
  audit_submitted: (design, event) => ({ audit: event, ...addContribution(design, event) }),
  revision_submitted: (design, event) => ({
    revisions: [...design.revisions, { ...event, inForce: event.revision.changes }],
    signatures: [],
    ...addContribution(design, event),
  }),
  revision_confirmed: (design, event) => ({
    revisions: takeOut(design, event),
    confirmations: [...design.confirmations, { ...event, after: design.revisions.length }],
    ...addContribution(design, event),
  }),
  gate_opened: (design, event) => {
    const { gateId: id, caveats, choices, at: openedAt, deadlineAt, roundId = null } = event;
    const { unreachable = null } = event;
    const about: Gate['about'] =
      unreachable !== null ? 'thread' : roundId === null ? 'decision' : 'round';
    // A gate about the thread is told in private.
    const isSeen = about === 'thread' || isSeenAtOnce(design);
    const place = { openedAt, since: design.version, deadlineAt, isSeen };
    const gate = {
      id,
      caveats,
      choices,
      roundId,
      about,
      unreachable,
      ...place,
      closedAt: null,
      closedSince: null,
      decision: null,
    };
    return { gates: [...design.gates, gate] };
  },
  gate_decided: (design, event) => foldGateDecision(design, event),
  people_reminded: (design, event) => ({
    reminders: [...design.reminders, { ...event, since: design.version }],
  }),
} satisfies Partial<Folds>;

function takeOut(
  design: Design,
  { takenOut = [] }: EventOf<'revision_confirmed'>,
): Design['revisions'] {
  if (takenOut.length === 0) return design.revisions;
  const taken = listJudgedChanges(design).flatMap(({ number, change }) =>
    takenOut.includes(number) ? [change] : [],
  );
  return design.revisions.map((each) => {
    return { ...each, inForce: each.inForce.filter((change) => !taken.includes(change)) };
  });
}

function foldGateDecision(design: Design, event: EventOf<'gate_decided'>): Partial<Design> {
  const { gateId, choice, note, by, via, at: closedAt } = event;
  const decision = { choice, note, by, ...keepDefined({ via }) };
  const gates = replaceLast(design.gates, gateId, () => ({
    closedAt,
    closedSince: design.version,
    decision,
  }));
  const gate = findById(design.gates, gateId);
  if (gate === undefined) return {};
  // The wait for answers goes on, and counts as a whole when it is over.
  const waitedMs = design.answering === null ? closedAt - gate.openedAt : 0;
  return { gates, waitedForPeopleMs: design.waitedForPeopleMs + waitedMs };
}
