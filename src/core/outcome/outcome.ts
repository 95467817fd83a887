/**
 * What a design came to, computed from its record and never from a model's word about itself: its
 * status, who took part, what is assumed and left open, and its caveats.
 */

import { listUntried } from '../decision/attempts.ts';
import { type Decided, decidedOf } from '../decision/decided.ts';
import { listDissents } from '../decision/dissents.ts';
import { listOpenPoints } from '../decision/fates.ts';
import { listUnsupportedNow } from '../decision/grounds.ts';
import { listSaidWithFates } from '../decision/people.ts';
import { openOfHighImpact } from '../differences/sides.ts';
import { findLastCause } from '../policy/cause.ts';
import { isArgued } from '../policy/depth.ts';
import { MAX_RUNS_AGAIN, offersRetry } from '../policy/run-again.ts';
import { listUnreadReplies } from '../questions/replies/answers-given.ts';
import { authorNamesOf } from '../questions/replies/author.ts';
import { isAssumed } from '../questions/replies/questions.ts';
import type { Caveat } from '../vocabulary/caveat.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { OneFamily } from '../vocabulary/estimate.ts';
import { IS_RESPONSE } from '../vocabulary/event-parts.ts';
import { oneFamilyOf } from '../vocabulary/family.ts';
import { atLeastMarkOf, mayHaveCostMore, sumCosts } from '../vocabulary/figures.ts';
import { findById, type ParticipantId } from '../vocabulary/ids.ts';
import { findParticipant } from '../vocabulary/participants.ts';
import { isWrittenExample, NEUTRAL_DECISION, rehearsalMarkOf } from '../vocabulary/rehearsal.ts';
import { rememberFor } from '../vocabulary/remember.ts';
import { isBeforeResult, resultTimeOf } from '../vocabulary/status.ts';
import { findCaveats } from './caveats/all.ts';
import { lowestConfidenceOf } from './confidence.ts';
import { hasKept } from './kept.ts';
import { laterCitationsOf } from './left-open.ts';
import { findTakenPart, hasContribution, participationOf } from './participation.ts';
import { gateReasonsIn } from './should-gate.ts';
import { sumWorkedMs } from './working-time.ts';

export type Outcome = ReturnType<typeof outcomeOf>;

export function outcomeOf(design: Design) {
  const { settled, end } = design;
  const decidedBy = findDecisionByPerson(design);
  return {
    /** The final or coming status; `unfinished` until it is decided. */
    status: end?.status ?? settled?.status ?? ('unfinished' as const),
    /** Kinds of the caveats for which a person should look, as recorded; empty before. */
    reasons: gateReasonsIn(settled?.caveats ?? decidedBy?.caveats ?? []),
    /** Everything that could make its reader wrong, the gravest first; empty without a decision. */
    get caveats(): readonly Caveat[] {
      return caveatsOf(design);
    },
    /** How many points the decision leaves to people, beside those that are caveats. */
    get openPoints(): number {
      const caveats = openOfHighImpact(design);
      const points = listOpenPoints(design, decidedOf(design)?.decision.open ?? []);
      return points.filter((point) => point === null || !caveats.includes(point)).length;
    },
    repository: design.repository,
    laterCitations: laterCitationsOf(design),
    oneFamily: oneFamilyIn(design),
    participation: participationOf(design),
    takenPart: findTakenPart(design),
    assumptions: design.questions
      .filter(isAssumed)
      .map(({ id, text, assumption }) => ({ id, question: text, assumption })),
    unresolved: listUnresolved(design),
    dissents: listDissents(design),
    /**
     * What the audit left: minor findings, what it did not try or could not tell, and the sentences
     * of the question that it did not judge.
     */
    get auditLeft() {
      const minor =
        design.audit?.audit.findings.filter(({ severity }) => severity === 'minor').length ?? 0;
      const topic = listSaidWithFates(design).filter(({ replyId }) => replyId === null);
      // A single sentence is the question, of which the audit says if it is answered.
      const isCounted = design.audit !== null && topic.length > 1;
      const unjudged = topic.filter(({ isOwed, fate }) => isCounted && !isOwed && fate === null);
      return {
        minor,
        untried: listUntried(design, listUnsupportedNow(design)),
        unjudged: unjudged.length,
      };
    },
    /**
     * The lowest confidence the decision rests on, as the gate policy computes it; `null` without a
     * decision. Proposals do not count: a participant unsure of its proposal says so again when
     * signing.
     */
    lowestConfidence: decidedOf(design) === null ? null : lowestConfidenceOf(design),
    ...modelsIn(design),
    hasDecision: decidedOf(design) !== null,
    mayRunAgain: offersRetry(design),
    hasKept: hasKept(design),
    hasContribution: hasContribution(design),
    /** Authors of unread replies, if there is no decision whose caveats name them. */
    unread: decidedOf(design) === null ? authorNamesOf(listUnreadReplies(design)) : [],
    ...explainNothing(design),
    decidedBy,
    stoppedBecause: end?.stoppedBecause ?? settled?.stoppedBecause ?? null,
    stoppedBy: end?.by ?? '',
    detail: end?.detail ?? settled?.detail ?? '',
    ...spendingOf(design),
    startedAt: design.startedAt,
    endedAt: resultTimeOf(design),
    workedMs: sumWorkedMs(design, resultTimeOf(design) ?? design.lastAt),
    /** The rehearsal notice, or empty. `isNeutral`: the rehearsal decided nothing on the topic. */
    mark: rehearsalMarkOf(design, 'afterwards'),
    isNeutral:
      design.rehearsal &&
      (!isWrittenExample(design) || decidedOf(design)?.decision.sentence === NEUTRAL_DECISION),
  };
}

/** They read every text of the design, and many parts of a view ask for them. */
const caveatsOf = rememberFor(findCaveats);

/**
 * The decision that counts; `null` if the design was cancelled or failed before a person accepted
 * it.
 */
export function findDecisionInForce(design: Design): Decided | null {
  const { status, decidedBy } = outcomeOf(design);
  const isOff = status === 'cancelled' || status === 'failed';
  return isOff && decidedBy?.choice !== 'accept' ? null : decidedOf(design);
}

/**
 * The outcome for outsiders (HTTP API v1, manifest); a change needs a new version. `null` before
 * there is one.
 */
export function publishedOutcomeOf(design: Design) {
  const outcome = outcomeOf(design);
  if (outcome.status === 'unfinished') return null;
  const { reasons, participation, assumptions, unresolved } = outcome;
  const { lowestConfidence, stoppedBecause, costUsd } = outcome;
  const dissents = outcome.dissents.map(({ reason: _, ...dissent }) => dissent);
  return {
    reasons,
    participation,
    assumptions,
    unresolved,
    dissents,
    lowestConfidence,
    stoppedBecause,
    costUsd,
    ...atLeastMarkOf(design.turns),
  };
}

function explainNothing(design: Design) {
  return {
    /** Why the last round brought nothing; `null` if it brought something. */
    cause: findLastCause(design),
    /** The model that was unavailable for too long; `null` for any other end. */
    unavailable: design.settled?.unavailable ?? null,
    /** It was run again as often as allowed. */
    isLastRun: (design.carried?.runsBefore ?? 0) >= MAX_RUNS_AGAIN,
  };
}

function spendingOf(design: Design) {
  return {
    costUsd: sumCosts(design.turns),
    costIsAtLeast: mayHaveCostMore(design.turns),
  };
}

function listUnresolved(design: Design): Pick<Divergence, 'id' | 'description' | 'impact'>[] {
  return design.divergences.flatMap(({ id, description, impact, arguments: given, settlement }) => {
    if (settlement !== null && settlement.outcome !== 'unresolved') return [];
    const isLeftAlone = settlement === null && !isArgued(design, impact) && given.length === 0;
    return isLeftAlone ? [] : [{ id, description, impact }];
  });
}

/**
 * Models and families that took a turn; none in a rehearsal. `families` is empty if any model's
 * family is unknown, since their number is then unknown too.
 */
function modelsIn(design: Design): { readonly models: string[]; readonly families: string[] } {
  const spoke = speakersIn(design);
  const families = spoke.flatMap(({ family }) => family ?? []);
  return {
    models: [...new Set(spoke.map(({ model }) => model))].sort(),
    families: families.length < spoke.length ? [] : [...new Set(families)].sort(),
  };
}

function speakersIn({ rehearsal, turns, participants }: Design) {
  if (rehearsal) return [];
  const spoke = new Set(
    turns
      .filter(({ outcome }) => outcome !== 'open' && IS_RESPONSE[outcome])
      .map((turn) => turn.participant),
  );
  return participants.filter(({ id }) => spoke.has(id));
}

/**
 * A person's last decision about the result, or to stop, by name. Going on before there is a result
 * does not count. `failed`: the round that the gate was about.
 */
function findDecisionByPerson({ gates, rounds }: Design) {
  for (const { decision: made, ...gate } of gates.toReversed()) {
    if (made === null || made.choice === 'unanswered' || made.choice === 'settle') continue;
    if (isBeforeResult(gate) && made.choice !== 'stop') continue;
    const { by, choice, note } = made;
    const failed = findById(rounds, gate.roundId)?.kind ?? null;
    return { by, choice, note, caveats: gate.caveats, failed };
  }
  return null;
}

/**
 * Compares those who did the work, stand-ins included. Nobody in a rehearsal, where no model took
 * part.
 */
function oneFamilyIn(design: Design): OneFamily {
  const { rehearsal, proposals, composites, audit } = design;
  if (rehearsal) return oneFamilyOf([], []);
  const draft = composites.at(-1);
  const by = (made: readonly { readonly participant: ParticipantId }[]) =>
    made.map((each) => findParticipant(design, each.participant));
  return oneFamilyOf(
    by(proposals),
    draft === undefined || audit === null ? [] : by([draft, audit]),
  );
}
