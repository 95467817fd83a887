import { findAcceptanceAtGate, findSuperseding, verdictsOf } from '../follow-up/decision-status.ts';
import { refuseFollowUp } from '../follow-up/follow-up.ts';
import { findDecisionInForce } from '../outcome/outcome.ts';
import { offersRetry } from '../policy/run-again.ts';
import { findTaking, listDifferingOn } from '../questions/replies/questions.ts';
import {
  claimedNameOf,
  foldName,
  isOnlyClaimed,
  personKeyOf,
  plainNameOf,
} from '../vocabulary/claimed-name.ts';
import {
  type Command,
  type CommandOf,
  type Refusal,
  refuse,
  type StartDesign,
} from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import { formatMinute } from '../vocabulary/figures.ts';
import { findById } from '../vocabulary/ids.ts';
import { describeChoice, findAcceptance, openGate } from '../vocabulary/status.ts';
import type { Signed } from '../vocabulary/via.ts';

/**
 * The one rule for what people do twice or late. An act that has happened, or whose time is over,
 * is refused with who did what, when, and what can be done now. Every other act of people can be
 * repeated, and then adds nothing: a reply with the same id, a cancellation, a request to the
 * starter, a publication.
 */
export function refuseHappened(
  design: Design,
  command: Exclude<Command, StartDesign>,
): Refusal | null {
  switch (command.type) {
    case 'go_on':
      return design.answering === null ? (refuseWhenOver(design) ?? refuseAnswered(design)) : null;
    case 'decide_gate':
      return refuseDecided(design, command) ?? refuseWhenOver(design);
    case 'settle_divergence':
      return refuseSettled(design, command) ?? refuseWhenOver(design);
    case 'take_answer':
      return refuseWhenOver(design) ?? refuseTaken(design, command);
    case 'judge_decision':
      return refuseFollowUp(design) ?? refuseJudged(design, command);
    case 'ask_starter':
      return command.act === 'judge' ? refuseFollowUp(design) : refuseWhenOver(design);
    default:
      return null;
  }
}

/** Refuses what needs a design that has not come to its end. */
export function refuseWhenOver(design: Design): Refusal | null {
  const { end, settled } = design;
  if (end === null)
    return settled === null
      ? null
      : refuse('not_open', 'This design has come to its end; its files are being written.');
  const did = end.by === '' ? 'This design ended' : `${end.by} cancelled this design`;
  return refuse('ended', `${did} on ${formatMinute(end.at)}. ${describeNext(design)}`);
}

function refuseAnswered(design: Design): Refusal {
  const closed = design.answeringEnded ?? design.answeringClosed;
  if (closed === null) return refuse('not_open', 'No one is waiting for answers right now.');
  const { reason, by, at } = closed;
  if (by === '' || reason === 'all_answered' || reason === 'deadline')
    return refuseAsDone(design, 'The wait for answers ended', at);
  return refuseAsDone(design, `${by} ended the wait for answers`, at);
}

function refuseDecided(design: Design, { gateId }: CommandOf<'decide_gate'>): Refusal | null {
  const gate = findById(design.gates, gateId);
  if (gate === undefined || gate.decision === null || gate.closedAt === null) return null;
  const { by, choice } = gate.decision;
  const did = describeChoice(choice, findAcceptance(design, gate));
  return refuseAsDone(design, `${by} ${did}`.trim(), gate.closedAt);
}

function refuseSettled(
  design: Design,
  { divergenceId }: CommandOf<'settle_divergence'>,
): Refusal | null {
  const { settlement = null, positions = [] } = findById(design.divergences, divergenceId) ?? {};
  if (settlement?.outcome !== 'settled_by_person') return null;
  const held = findById(positions, settlement.position);
  const words = held === undefined ? undefined : `: “${held.statement}”.`;
  return refuseAsDone(design, `${settlement.person} settled this`, settlement.at, words);
}

function refuseTaken(design: Design, { questionId }: CommandOf<'take_answer'>): Refusal | null {
  if (listDifferingOn(design, questionId).length > 0) return null;
  const last = findTaking(design, questionId);
  if (last === undefined) return refuse('not_open', `Nobody differs on ${questionId}.`);
  const taken = findById(design.replies, last.takes)?.author ?? '';
  const words = `Nobody differs on ${questionId} any more.`;
  return refuse('not_open', `${words} ${last.author} has taken ${taken}’s word.`);
}

/** Several people may accept or decline a decision, each once, until they change their mind. */
function refuseJudged(
  design: Design,
  { verdict, ...actor }: CommandOf<'judge_decision'>,
): Refusal | null {
  const later = findSuperseding(design);
  if (later !== null)
    return refuseAsDone(design, 'A later design superseded this decision', later.at);
  const before = verdictsOf(design).find(
    (event) => event.verdict === verdict && isRepeatedBy(actor, event),
  );
  const now = verdict === 'accepted' ? 'You can still decline it.' : 'You can still accept it.';
  if (before !== undefined)
    return refuse(
      'not_open',
      `${before.by} ${verdict} this decision on ${formatMinute(before.at)}. ${now}`,
    );
  const accepted = verdict === 'accepted' ? findAcceptanceAtGate(design) : null;
  if (accepted === null || !isRepeatedBy(actor, accepted)) return null;
  return refuse(
    'not_open',
    `${accepted.by} accepted this decision at its gate on ${formatMinute(accepted.at)}. ${now}`,
  );
}

/**
 * `true` for the same person. A claimed name also repeats what the person did whom a platform knows
 * by that name.
 */
function isRepeatedBy(actor: Signed, before: Signed): boolean {
  if (personKeyOf(actor.by, actor.via) === personKeyOf(before.by, before.via)) return true;
  if (!isOnlyClaimed(actor.via) || isOnlyClaimed(before.via)) return false;
  return claimedNameOf(plainNameOf(actor.by, actor.via)) === foldName(before.by);
}

function refuseAsDone(design: Design, did: string, at: number, words = '.'): Refusal {
  return refuse('not_open', `${did} on ${formatMinute(at)}${words} ${describeNext(design)}`.trim());
}

/** Tells what people can do now. */
function describeNext(design: Design): string {
  if (design.end !== null) {
    if (findDecisionInForce(design) !== null) return 'To go on from it, follow up on its decision.';
    return offersRetry(design) ? 'To go on, run it again.' : 'To go on, start a new design.';
  }
  if (openGate(design) !== null) return 'It waits for a person to decide.';
  return 'To object, write a reply.';
}
