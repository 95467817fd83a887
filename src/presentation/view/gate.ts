import { isLeftUnread } from '../../core/answering/reading.ts';
import { decidedOf, listLeftOut, listTakenSinceText } from '../../core/decision/decided.ts';
import { afterGateOf, isSentBackInVain } from '../../core/decision/sent-back.ts';
import { statementOf } from '../../core/differences/labels.ts';
import { openOfHighImpact } from '../../core/differences/sides.ts';
import { outcomeOf } from '../../core/outcome/outcome.ts';
import { findCause, isMendable, isPermanent, UNKNOWN_CAUSE } from '../../core/policy/cause.ts';
import { hasGivenUp } from '../../core/questions/replies/questions.ts';
import { spokenNameOf, UNKNOWN_NAME } from '../../core/vocabulary/claimed-name.ts';
import { ownCrashes } from '../../core/vocabulary/crashes.ts';
import type { Design, Divergence, Gate } from '../../core/vocabulary/design.ts';
import { findById } from '../../core/vocabulary/ids.ts';
import { type Round, SHOWN_EXCUSES } from '../../core/vocabulary/round.ts';
import type { Cause, Excuse } from '../../core/vocabulary/sets.ts';
import { describeChoice, findAcceptance, isBeforeResult } from '../../core/vocabulary/status.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { nameAtBeginning } from '../format/people.ts';
import { endSentence } from '../format/plain.ts';
import { nameGravest } from '../judged/caveats.ts';
import { EXCUSE_WORDS, sayNobodyCould } from '../judged/rounds.ts';
import { BEARING_WORDS } from '../talk/questions.ts';
import { sayDeaths } from '../words/crash.ts';
import { sayCause, sayRemedyFor } from '../words/unavailable.ts';

/** The points that a person can settle at a gate. Empty before there is a decision. */
export function listPointsToSettle(design: Design): Divergence[] {
  return decidedOf(design) === null ? [] : openOfHighImpact(design);
}

/**
 * A round that brought nothing: its cause, and the one next action. Participants are named if their
 * causes differ.
 */
function sayFailed(design: Design, gate: Gate, round: Round): string {
  const met = findCause(design, round) ?? UNKNOWN_CAUSE;
  const fates = failureWords(design, gate, round);
  const those = fates.length > 1 ? ` (${fates.join('; ')})` : '';
  return `${sayCause(met)}, so ${sayNobodyCould(round.kind)}${those}: ${nextAt(gate, met.cause)}`;
}

function nextAt({ choices }: Gate, cause: Cause): string {
  // Any other cause may pass at the second try.
  const isLasting =
    isMendable(cause) || cause === 'budget_used_up' || cause === 'model_unavailable';
  if (choices.includes('again'))
    return isLasting ? sayRemedyFor(cause, 'run it again') : 'run it again';
  if (choices.includes('accept') && !isPermanent(cause)) return 'go on with what there is';
  return sayRemedyFor(cause, 'stop here and run it again');
}

/** What happened to each participant asked, in this and earlier attempts since the last gate. */
function failureWords(
  { rounds, gates, participants }: Design,
  gate: Gate,
  { kind }: Round,
): string[] {
  const earlier = gates.findLast(({ since }) => since < gate.since)?.roundId ?? null;
  const attempts = rounds
    .slice(rounds.findIndex(({ id }) => id === earlier) + 1)
    .filter((round) => round.kind === kind);
  const excused = attempts.flatMap((round) => round.excused);
  const whose = (why: Excuse) =>
    participants.filter(({ id }) =>
      excused.some(({ participant: who, reason }) => who === id && reason === why),
    );
  return [
    ...sayDeaths(
      whose('dead').map(({ title, sessions }) => ({ title, causes: ownCrashes(sessions) })),
    ),
    ...SHOWN_EXCUSES.flatMap((why) => {
      const titles = whose(why).map(({ title }) => title);
      return titles.length === 0 ? [] : [`${listWords(titles)}: ${EXCUSE_WORDS[why]}`];
    }),
  ];
}

/** Why the gate is open, in a sentence. */
export function sayGateHeading(design: Design, gate: Gate): string {
  const failed = findById(design.rounds, gate.roundId);
  if (failed !== undefined) return `${sayFailed(design, gate, failed)}.`;
  if (gate.about === 'thread') return `I cannot post in its thread. ${gate.unreachable}`;
  const { caveats } = outcomeOf(design);
  if (caveats.length === 0)
    return isSentBackInVain(design, gate.since)
      ? 'The draft is ready and needs you.'
      : 'The draft is ready, and nothing speaks against it any more.';
  return endSentence(`The draft is ready and needs you: ${nameGravest(caveats)}`);
}

const OVERTAKEN = 'It ended before anyone decided';
const REACHABLE = 'It went on, because I can post in its thread again';

/**
 * How a gate was closed: what follows the person's name, the position settled, and what became of
 * it.
 */
export function closedWordsOf(design: Design, gate: Gate) {
  if (gate.decision === null) return { did: OVERTAKEN, statement: '', result: '' };
  const { choice, by } = gate.decision;
  if (choice === 'accept' && by === '') return { did: REACHABLE, statement: '', result: '' };
  const did = describeChoice(choice, findAcceptance(design, gate));
  if (choice === 'send_back')
    return { did, statement: '', result: sayAfter(afterGateOf(design, gate)) };
  const settled = findSettledAt(design, gate);
  if (settled === null) return { did, statement: '', result: '' };
  return {
    did: settled.did ?? did,
    statement: settled.statement,
    result: sayAfter(afterGateOf(design, gate), settled.isLeftOut),
  };
}

/** What became of a choice. `isLeftOut`: the decision does not reflect what was settled. */
function sayAfter(after: ReturnType<typeof afterGateOf>, isLeftOut = false): string {
  if (after === 'under_way') return 'The decision is being revised.';
  if (isLeftOut) return 'The decision does not reflect it.';
  return after === 'changed' ? 'The decision was revised.' : 'Nothing was changed.';
}

/** *Ana sent the draft back. The decision was revised.* Empty at the first gate about it. */
export function sayChangedSince(design: Design, { since }: Gate): string {
  const last = design.gates.findLast((gate) => gate.since < since && !isBeforeResult(gate));
  const choice = last?.decision?.choice;
  if (last?.decision == null || (choice !== 'send_back' && choice !== 'settle')) return '';
  const { did, statement, result } = closedWordsOf(design, last);
  const what = statement === '' ? '' : `: “${statement}”`;
  return `${endSentence(`${nameAtBeginning(last.decision.by)} ${did}${what}`)} ${result}`;
}

/** The starter, whom an open gate asks by name, if known. Those who differ are asked beside it. */
export function listAskedToDecide({ startedBy }: Pick<Design, 'startedBy'>): string[] {
  const name = spokenNameOf(startedBy);
  return name === '' || name.startsWith(UNKNOWN_NAME) ? [] : [name];
}

/**
 * What a person settled at the gate, which closed it: a difference, or whose answer holds. `did`:
 * where the choice does not say it.
 */
function findSettledAt(design: Design, { since, closedSince, decision }: Gate) {
  if (decision?.choice !== 'settle') return null;
  const isHere = (made: { readonly since: number } | null) =>
    made !== null && made.since > since && made.since < (closedSince ?? 0);
  const point = design.divergences.find(({ settlement }) => isHere(settlement));
  if (point !== undefined) {
    const statement = statementOf(point, point.settlement?.position ?? '');
    return { did: null, statement, isLeftOut: listLeftOut(design).includes(point) };
  }
  const taken = design.replies.find((reply) => reply.takes !== undefined && isHere(reply));
  const questionId = taken?.answers[0]?.questionId;
  if (taken === undefined || questionId === undefined) return null;
  const did = hasGivenUp(design, questionId, taken)
    ? `gave way on ${questionId}`
    : `settled ${questionId}`;
  return { did, statement: taken.text, isLeftOut: listTakenSinceText(design).includes(taken) };
}

/** How a turn read what a person said at a gate. */
export function readAs(design: Design, reply: Design['replies'][number]): string {
  const { id, unread, bearing } = reply;
  if (unread) return isLeftUnread(design, id) ? '(not read)' : '(not read yet)';
  if (bearing === null) return '';
  const act = bearing.verdict === 'bears' ? ': send it back, or accept it anyway' : '';
  return `(${BEARING_WORDS[bearing.verdict]}${act})`;
}
