/**
 * Prompts: what a participant is sent, put together from the design. Here: the question as plain
 * data; `assignment.ts`, `material.ts` and `transcript.ts` are its parts, `texts.ts` the words.
 */

import { listChoosablePersonas } from '../../core/answering/framing.ts';
import { attemptsOf, changedAttemptsOf } from '../../core/decision/attempts.ts';
import { listChangesToConfirm } from '../../core/decision/changes.ts';
import { decidedOf } from '../../core/decision/decided.ts';
import { findingsOf } from '../../core/decision/findings.ts';
import { partsOf } from '../../core/decision/parts.ts';
import { listSentencesToJudge } from '../../core/decision/people.ts';
import { sentencesOf } from '../../core/decision/sentences.ts';
import { listToAnswer } from '../../core/decision/to-answer.ts';
import { labelDifference, labelPosition, listClaimsShown } from '../../core/differences/labels.ts';
import { decisionSidesOf, openForPeople } from '../../core/differences/sides.ts';
import { depthOf } from '../../core/policy/depth.ts';
import { claimsOf, labelOf } from '../../core/proposals/labels.ts';
import { nameOfReply } from '../../core/questions/quoting/named-replies.ts';
import { findSaidAbout } from '../../core/questions/replies/answers-given.ts';
import { needsAssumption } from '../../core/questions/replies/questions.ts';
import { listSaidSentences } from '../../core/questions/replies/sentences-said.ts';
import type { Design, Turn } from '../../core/vocabulary/design.ts';
import { findById, type ParticipantId, type ProposalLabel } from '../../core/vocabulary/ids.ts';
import { findParticipant, isAlive } from '../../core/vocabulary/participants.ts';
import { present } from '../../core/vocabulary/present.ts';
import { facilitatorOf, ROUNDS, type Round, readsReply } from '../../core/vocabulary/round.ts';
import { cutWords } from '../../foundation/cut-text.ts';
import { askedPointsOf, listSettledMeanwhile } from './asked-points.ts';
import { readingsOf } from './conduct.ts';
import { isAfterReveal } from './transcript.ts';

/** Most notes of earlier turns to give back; a design has fewer unless it is sent back. */
const NOTES = 6;

/** A round's question to one participant, as plain data. */
export type Ask = ReturnType<typeof askFor>;

/** Makes a turn's ask from the design alone: equal designs and turns give equal asks. */
export function askFor(design: Design, turn: Turn) {
  const round = roundOf(design, turn);
  const { sessions: _, ...profile } = findParticipant(design, turn.participant);
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
    claims: listRevealedClaims(design),
    /** People's sentences so far, which a submission refers to by name. */
    said: listSaidSentences(design).map(({ name, text }) => ({ name, text })),
    choice: round.kind === 'framing' ? listChoosablePersonas(design) : [],
    /** Differences that this participant still has to argue. */
    points: askedPointsOf(design, round, turn.participant),
    /** The participant's own claims among those shown in arguing: `1a.1`. */
    ownClaims: ownClaims(design, round, turn.participant),
    settledMeanwhile: listSettledMeanwhile(design, round, turn.participant),
    /** Questions without an answer, with their assumptions. */
    assumptions: design.questions
      .filter(needsAssumption)
      .map(({ id, text: question, assumption }) => ({ id, question, assumption })),
    notes: notesFor(design, round, turn.participant),
    /** Numbers of unsettled differences: `1`. */
    openDifferences: openForPeople(design).map(({ id }) => labelDifference(id)),
    /**
     * Sides of each difference. `position`: the one that won, `1a`, or empty while the difference
     * is open. `holds`, `against`: decision claims of that position and of the others.
     */
    sides: decisionSidesOf(design).map(({ divergence, position, holds, against }) => ({
      difference: labelDifference(divergence.id),
      position: position === '' ? '' : labelPosition(divergence.id, position),
      holds,
      against,
    })),
    /** Numbers of the audit's findings: `F1`. */
    findings: findingsOf(design).map(({ id }) => id),
    auditing: facilitatorOf(round.kind) === 'auditor' ? auditAskOf(design, round) : null,
    matching: matchingOf(design, round),
    revising: round.kind === 'revision' ? revisionAskOf(design) : null,
    /** In a confirmation: the changes to judge. */
    confirming: round.kind === 'confirmation' ? listChangesToConfirm(design) : null,
    differences: design.divergences.map(({ id, description }) => ({
      number: labelDifference(id),
      description,
    })),
    sessionsLost: sessions.filter(({ state }) => state === 'lost').length,
    hasRepository: design.repository !== null,
    /** Most calls of repository tools, if there is a repository. */
    readings: readingsOf(round.kind, depthOf(design.settings)),
    /** Milliseconds since the epoch. */
    deadlineAt: round.deadlineAt,
    participantsAlive: design.participants.filter(isAlive).map(({ id }) => id),
  };
}

/** Claims that a submission may refer to; none before the reveal. */
function listRevealedClaims(design: Design) {
  const claims = isAfterReveal(design) ? claimsOf(design) : [];
  return claims.map(({ id, label, kind, text }) => ({ id, label, kind, text }));
}

function ownClaims(design: Design, { kind }: Round, id: ParticipantId): string[] {
  if (kind !== 'argument') return [];
  return listClaimsShown(design).flatMap(({ name, participant: author }) =>
    author === id ? [name] : [],
  );
}

/**
 * Notes from this participant's earlier turns in the same role, oldest first. A stand-in's own
 * notes would tell a facilitator which proposal is its own.
 */
function notesFor(design: Design, round: Round, id: ParticipantId) {
  return design.turns
    .filter((turn) => turn.participant === id && turn.notes !== '')
    .map((turn) => ({ kind: roundOf(design, turn).kind, text: turn.notes }))
    .filter(({ kind }) => facilitatorOf(kind) === facilitatorOf(round.kind))
    .slice(-NOTES);
}

/**
 * In a matching or a reading: the questions with their answers so far, and the replies with their
 * names and answers; `null` otherwise. Leaves out replies edited since, which belong to the next
 * matching.
 */
function matchingOf(design: Design, round: Round) {
  if (!readsReply(round.kind)) return null;
  const replies = round.replies.flatMap((id) => {
    const reply = design.replies.find((each) => each.id === id && each.since < round.since);
    if (reply === undefined) return [];
    const { author, text, shown, answers } = reply;
    return [{ name: nameOfReply(reply), author, text, shown, answers }];
  });
  const questions = design.questions.map(({ id, text }) => {
    const answers = findSaidAbout(design, { id }).answers.map(({ replyId, author, quote }) => {
      const reply = findById(design.replies, replyId);
      return { name: reply === undefined ? '' : nameOfReply(reply), author, quote };
    });
    return { id, text, answers };
  });
  return { questions, replies };
}

export function roundOf(design: Design, turn: Turn): Round {
  return present(findById(design.rounds, turn.roundId), `turn ${turn.id} belongs to no round`);
}

/**
 * Letter of this participant's own proposal: `B`. Empty before it has one, and in a facilitator's
 * turn: a stand-in does not learn which proposal is its own.
 */
function ownLabel(design: Design, round: Round, id: ParticipantId): ProposalLabel | '' {
  const hasProposed = design.proposals.some((proposal) => proposal.participant === id);
  return hasProposed && facilitatorOf(round.kind) === null ? labelOf(design, id) : '';
}

/** Characters of a part's beginning, enough to identify it. */
const PART_CHARACTERS = 80;

/**
 * Facts for a revision: everything that a change may answer, and each part with the number that
 * changes use.
 */
function revisionAskOf(design: Design) {
  const decided = decidedOf(design);
  const parts = decided === null ? [] : partsOf(decided.decision);
  return {
    decision: decided?.decision ?? null,
    base: decided?.base ?? '',
    toAnswer: listToAnswer(design),
    parts: parts.map(({ name, fields }) => {
      const words = Object.values(fields).filter((each) => each !== '');
      return { name, begins: cutWords(words.join(' ').replaceAll(/\s+/g, ' '), PART_CHARACTERS) };
    }),
  };
}

/** Facts for the auditor: all that it judges, and the decision's sentences by number. */
function auditAskOf(design: Design, round: Round) {
  const decided = decidedOf(design);
  return {
    toTry: round.kind === 'audit' ? attemptsOf(design) : changedAttemptsOf(design),
    said: listSentencesToJudge(design, round),
    sentences: decided === null ? [] : sentencesOf(decided.decision),
  };
}
