/**
 * Folds events into a design. The same events give the same design, whoever reads them, and
 * whenever.
 *
 * @example
 * const design = replay(events); // null without events
 */

import { replySince } from '../questions/replies/replies.ts';
import { saidBytesOf } from '../questions/replies/said-bytes.ts';
import type { Design } from '../vocabulary/design.ts';
import { type DesignEvent, type EventOf, isMade } from '../vocabulary/events.ts';
import { COURSE_FOLDS } from './folds/course.ts';
import { DECISION_FOLDS } from './folds/decision.ts';
import { END_FOLDS } from './folds/end.ts';
import type { Folds } from './folds/folds.ts';
import { PROPOSAL_FOLDS } from './folds/proposals.ts';
import { QUESTION_FOLDS } from './folds/questions.ts';
import { SESSION_FOLDS } from './folds/sessions.ts';

/**
 * Folds one event into a design. Accepts every event of `decide`. Throws for an event before the
 * start, or for a second start, which are broken invariants.
 */
export function evolve(design: Design | null, event: DesignEvent): Design {
  if (event.type === 'design_started') {
    if (design !== null) throw new Error('broken invariant: a design starts once');
    return foldStart(event);
  }
  if (design === null) throw new Error(`broken invariant: ${event.type} before design_started`);
  const saidBytes = design.saidBytes + saidBytesOf(event);
  const made = isMade(event) ? [...design.made, event] : design.made;
  const version = design.version + 1;
  const people = addPerson(design, event);
  return { ...design, ...fold(design, event), saidBytes, people, made, version, lastAt: event.at };
}

/** People are known by their id and name from their first act. */
function addPerson({ people }: Design, event: DesignEvent): Design['people'] {
  if (!('byId' in event) || event.byId === undefined) return people;
  const known = {
    author: event.type === 'divergence_settled' ? event.person : event.by,
    authorId: event.byId,
  };
  const isKnown = people.some(
    ({ author, authorId }) => author === known.author && authorId === known.authorId,
  );
  return isKnown ? people : [...people, known];
}

export function replay(events: Iterable<DesignEvent>): Design | null {
  let design: Design | null = null;
  for (const event of events) design = evolve(design, event);
  return design;
}

function foldStart(event: EventOf<'design_started'>): Design {
  const { type: _, at: startedAt, designId: id, participants, ...start } = event;
  const { carried } = start;
  const { made, said, madeSince } = orderCarried(carried);
  const design: Design = {
    ...start,
    id,
    version: 1,
    startedAt,
    lastAt: startedAt,
    step: 'spawning',
    participants: participants.map((profile) => ({ ...profile, sessions: [] })),
    frame: event.frame ?? null,
    handovers: [],
    rounds: [],
    pauses: [],
    turns: [],
    questions: carried?.questions ?? [],
    unnumbered: [],
    replies: said,
    // Replies of the earlier run have lower versions.
    differing: (carried?.differing ?? []).map((each) => ({ ...each, since: 0 })),
    lastReplyNumber: Math.max(0, ...said.map(({ number }) => number)),
    saidBytes: 0,
    saidBefore: null,
    answering: null,
    askedSince: null,
    answeringEnded: null,
    answeringClosed: null,
    waitedForPeopleMs: 0,
    // Sealed again until all proposals are submitted.
    proposals: (carried?.proposals ?? []).map((sealed) => ({ ...sealed, revealed: false })),
    revealedSince: null,
    agreements: [],
    lone: [],
    divergences: [],
    dropped: [],
    partsOver: [],
    composites: [],
    audit: null,
    revisions: [],
    confirmations: [],
    signatures: [],
    gates: [],
    reminders: [],
    lateSubmissions: [],
    settled: null,
    files: [],
    afterwardsInFiles: 0,
    head: null,
    end: null,
    lateWords: [],
    followUps: [],
    people: [],
    made,
  };
  const goOn = (so: Design, event: (typeof made)[number], index: number): Design => {
    // The times of carried events begin anew with this run.
    const version = madeSince + index;
    return { ...so, ...fold({ ...so, version }, { ...event, at: startedAt }) };
  };
  return made.reduce(goOn, design);
}

/** The carried replies and events in their original order, with versions that precede this run. */
function orderCarried(carried: EventOf<'design_started'>['carried']) {
  const { replies = [], made = [], saidSince = 0 } = carried ?? {};
  const since = -(replies.length + made.length);
  const count = replies.length - saidSince;
  let last = Math.max(0, ...replies.map(({ number = 0 }) => number));
  const numbered = replies.map(({ number, ...reply }, index) =>
    replySince(since + index + (index < count ? 0 : made.length), {
      ...reply,
      number: number ?? ++last,
    }),
  );
  return { made, said: numbered, madeSince: since + count };
}

const FOLDS: Folds = {
  ...COURSE_FOLDS,
  ...SESSION_FOLDS,
  ...QUESTION_FOLDS,
  ...PROPOSAL_FOLDS,
  ...DECISION_FOLDS,
  ...END_FOLDS,
};

function fold(
  design: Design,
  event: Exclude<DesignEvent, { type: 'design_started' }>,
): Partial<Design> {
  const change = FOLDS[event.type] as (design: Design, event: DesignEvent) => Partial<Design>;
  return change(design, event);
}
