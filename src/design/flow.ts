/**
 * The course of a design: what follows from a state once a command is recorded. Read this first to
 * learn how a design goes on.
 *
 * Nothing else decides how it continues after a crash, a deadline or a contribution, and it looks at
 * the state alone, so that the order of reports makes no difference.
 */

import { needsRevision } from './audits.ts';
import type { Change } from './change.ts';
import { endIfNothingContributed, settle } from './ending.ts';
import { actOnGate, conclude } from './gate.ts';
import { cancelWithoutPersonas } from './lifecycle.ts';
import { isNearBudget } from './money.ts';
import { livingPersonas } from './participants.ts';
import { closeIfAnswered, isMatchingOwed, shouldAsk, startFraming } from './questioning.ts';
import { reveal, shouldCompare, whoArgues } from './refinement.ts';
import { advanceRound, beginRound, openRound } from './rounds.ts';
import type { Step } from './state.ts';
import { isSettled } from './status.ts';
import { beginSigning } from './synthesis.ts';

/** Far more events than any command causes. A bug that records for ever would hold up all designs. */
const MAX_EVENTS = 5_000;

/** Records all consequences of a design's state until none is left. */
export function recordConsequences(change: Change): void {
  let before = -1;
  while (before < change.events.length && !isSettled(change.design)) {
    before = change.events.length;
    takeNextStep(change);
    if (before > MAX_EVENTS) throw new Error('broken invariant: the consequences do not end');
  }
}

function takeNextStep(change: Change): void {
  if (livingPersonas(change.design).length === 0) cancelWithoutPersonas(change);
  else if (openRound(change.design) !== null) advanceRound(change);
  else AFTER[change.design.step](change);
}

/** What follows when a step has no open round (any more). */
const AFTER: Record<Step, (change: Change) => void> = {
  spawning: startFraming,
  framing: (change) => {
    const { frame } = change.design;
    if (frame?.isDesignQuestion === false)
      settle(change, 'cancelled', 'no_design_question', frame.reason);
    else beginRound(change, shouldAsk(change.design) ? 'questions' : 'proposals');
  },
  asking: (change) => {
    if (!endIfNothingContributed(change, 'questions')) beginRound(change, 'proposals');
  },
  answering: (change) => {
    if (change.design.answeringClosed === null) closeIfAnswered(change);
    else beginRound(change, isMatchingOwed(change.design) ? 'matching' : 'proposals');
  },
  proposing: (change) => {
    if (endIfNothingContributed(change, 'proposals')) return;
    reveal(change);
    beginRound(change, shouldCompare(change.design) ? 'mapping' : 'draft');
  },
  mapping: (change) => {
    const asked = isNearBudget(change.design) ? [] : whoArgues(change.design);
    if (asked.length > 0) beginRound(change, 'argument', asked);
    else beginRound(change, 'draft');
  },
  arguing: (change) => beginRound(change, 'draft'),
  composing: (change) => {
    if (!endIfNothingContributed(change, 'draft')) beginRound(change, 'audit');
  },
  auditing: (change) => {
    if (needsRevision(change.design)) beginRound(change, 'revision');
    else beginSigning(change);
  },
  revising: beginSigning,
  signing: conclude,
  deciding: actOnGate,
  writing: () => undefined,
};
