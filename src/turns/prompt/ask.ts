import { changesIn } from '../../core/decision/changes.ts';
import { claimsToRefute } from '../../core/decision/check-audit.ts';
import { decidedIn } from '../../core/decision/decided.ts';
import { findingsOf, findingsToConfirm } from '../../core/decision/findings.ts';
import { partsOf } from '../../core/decision/parts.ts';
import { toAnswer } from '../../core/decision/to-answer.ts';
import { claimsShown, differenceLabel, positionLabel } from '../../core/differences/labels.ts';
import { decisionSides, openForPeople } from '../../core/differences/sides.ts';
import { depthOf } from '../../core/outcome/policy/depth.ts';
import { claimsOf, labelOf } from '../../core/proposals/labels.ts';
import { choiceOf } from '../../core/questions/framing.ts';
import { replyName } from '../../core/questions/named-replies.ts';
import { isAssumed } from '../../core/questions/questions.ts';
import type { Design, Turn } from '../../core/vocabulary/design.ts';
import type { ParticipantId, ProposalLabel } from '../../core/vocabulary/ids.ts';
import { isAlive, participant } from '../../core/vocabulary/participants.ts';
import { facilitatorOf, ROUNDS, type Round, readsWords } from '../../core/vocabulary/round.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import { askedPoints, settledMeanwhile } from './asked-points.ts';
import { readingsOf } from './conduct.ts';
import { isAfterReveal } from './transcript.ts';

/** Earlier turns whose notes come back; a design has fewer, unless it is sent back. */
const NOTES = 6;

/** One question to one participant, as plain data: what a turn is about, and what may end it. */
export type Ask = ReturnType<typeof askFor>;

/** Makes the ask of this turn from nothing but the design: the same design and turn always give the same ask. */
export function askFor(design: Design, turn: Turn) {
  const round = roundOf(design, turn);
  const { sessions: _, ...profile } = participant(design, turn.participant);
  const sessions = design.participants.flatMap((each) => each.sessions);
  return {
    designId: design.id,
    turnId: turn.id,
    sessionId: turn.sessionId,
    roundId: round.id,
    kind: round.kind,
    participant: profile,
    topic: design.topic,
    terminalTools: ROUNDS[round.kind].tools,
    ownLabel: ownLabel(design, round, turn.participant),
    claims: revealedClaims(design),
    /** Personas that a frame chooses from. */
    choice: round.kind === 'framing' ? choiceOf(design) : [],
    /** In a round of arguments, the differences that this participant is still to argue. */
    points: askedPoints(design, round, turn.participant),
    /** Its own among the claims that those who argue see: `1a.1`. */
    ownClaims: ownClaims(design, round, turn.participant),
    /** Those of its differences that people have settled since the round opened. */
    settledMeanwhile: settledMeanwhile(design, round, turn.participant),
    /** Questions that nobody answered, with what was assumed. */
    assumptions: design.questions
      .filter(isAssumed)
      .map(({ id, text: question, assumption }) => ({ id, question, assumption })),
    notes: notesFor(design, round, turn.participant),
    /** Numbers of the differences that were not settled: `1`. */
    openDifferences: openForPeople(design).map(({ id }) => differenceLabel(id)),
    /** Sides of each difference: the position that holds, `1a` or empty while it is open; decision claims of it and of the others. */
    sides: decisionSides(design).map(({ divergence, position, holds, against }) => ({
      difference: differenceLabel(divergence.id),
      position: position === '' ? '' : positionLabel(divergence.id, position),
      holds,
      against,
    })),
    /** Findings of the audit, by the numbers under which a revision answers them: `F1`. */
    findings: findingsOf(design).map(({ id }) => id),
    /** Claims on which the decision stands that an audit tries to refute. */
    toRefute: claimsToRefute(design),
    matching: matchingOf(design, round),
    revising: round.kind === 'revision' ? askedRevision(design) : null,
    confirming: round.kind === 'confirmation' ? askedConfirmation(design) : null,
    /** All differences on the map, by number. */
    differences: design.divergences.map(({ id, description }) => ({
      number: differenceLabel(id),
      description,
    })),
    /** Processes that this design has lost so far, each of anybody's sessions. */
    sessionsLost: sessions.filter(({ state }) => state === 'lost').length,
    /** Another process of Charrette may have sent requests of this design, and this very one. */
    isResumed: sessions.some(({ origin }) => origin === 'resume'),
    hasRepository: design.repository !== null,
    /** Calls of repository tools that this turn may make, if there is a repository. */
    readings: readingsOf(round.kind, depthOf(design.settings)),
    /** Milliseconds since the epoch by which the turn must have ended. */
    deadlineAt: round.deadlineAt,
    participantsAlive: design.participants.filter(isAlive).map(({ id }) => id),
  };
}

/** Returns the claims that a submission may refer to: all of them, by proposal. None before the reveal. */
function revealedClaims(design: Design) {
  const claims = isAfterReveal(design) ? claimsOf(design) : [];
  return claims.map(({ id, label, kind, text }) => ({ id, label, kind, text }));
}

function ownClaims(design: Design, { kind }: Round, id: ParticipantId): string[] {
  if (kind !== 'argument') return [];
  return claimsShown(design).flatMap(({ name, participant: author }) => (author === id ? [name] : []));
}

/**
 * Returns the notes of this participant from its earlier turns of the same role, oldest first: a stand-in's own notes would
 * tell a facilitator which of the proposals is its own (J3).
 */
function notesFor(design: Design, round: Round, id: ParticipantId) {
  return design.turns
    .filter((turn) => turn.participant === id && turn.notes !== '')
    .map((turn) => ({ kind: roundOf(design, turn).kind, text: turn.notes }))
    .filter(({ kind }) => facilitatorOf(kind) === facilitatorOf(round.kind))
    .slice(-NOTES);
}

/**
 * In a matching or a reading, the questions, and the replies under their names in this turn with what of each is written under a question;
 * `null` in any other. Words that were changed since are those of the next matching; they are left out, and the others keep
 * their names.
 */
function matchingOf(design: Design, round: Round) {
  if (!readsWords(round.kind)) return null;
  const replies = round.replies.flatMap((id, index) => {
    const reply = design.replies.find((each) => each.id === id && each.since < round.since);
    if (reply === undefined) return [];
    const { author, text, answers } = reply;
    return [{ name: replyName(index), author, text, answers }];
  });
  return { questions: design.questions.map(({ id, text }) => ({ id, text })), replies };
}

function roundOf(design: Design, turn: Turn): Round {
  const round = design.rounds.find((each) => each.id === turn.roundId);
  if (round === undefined) throw new Error(`broken invariant: turn ${turn.id} belongs to no round`);
  return round;
}

/**
 * This participant's own proposal in the drawn order, once it has one: `B`. Empty otherwise, and in a facilitator's
 * turn: a persona that stands in for one does not learn which of the proposals is its own (J3).
 */
function ownLabel(design: Design, round: Round, id: ParticipantId): ProposalLabel | '' {
  const hasProposed = design.proposals.some((sealed) => sealed.participant === id);
  return hasProposed && facilitatorOf(round.kind) === null ? labelOf(design, id) : '';
}

/** Enough of a part to know which one it is; the whole stands in the decision. */
const PART_CHARACTERS = 80;

/** Facts for a revision: everything that a change may answer, and each part under the number by which a change names it. */
function askedRevision(design: Design) {
  const decided = decidedIn(design);
  const parts = decided === null ? [] : partsOf(decided.decision);
  return {
    /** The text as it stands. */
    decision: decided?.decision ?? null,
    toAnswer: toAnswer(design),
    parts: parts.map(({ name, fields }) => {
      const words = Object.values(fields).filter((each) => each !== '');
      return { name, begins: cutWords(words.join(' ').replaceAll(/\s+/g, ' '), PART_CHARACTERS) };
    }),
  };
}

/** Facts for a confirmation: each change since the audit, and the findings of which the auditor has to say if they are answered. */
function askedConfirmation(design: Design) {
  return {
    findings: findingsToConfirm(design),
    changes: changesIn(design),
  };
}
