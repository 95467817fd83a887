import { decidedOf, listLeftOut } from '../../core/decision/decided.ts';
import { statementOf } from '../../core/differences/labels.ts';
import { openOfHighImpact } from '../../core/differences/sides.ts';
import { outcomeOf } from '../../core/outcome/outcome.ts';
import { opensGate } from '../../core/outcome/should-gate.ts';
import { isLeftUnread } from '../../core/questions/matching/reading.ts';
import { isAskedIn } from '../../core/questions/replies/said.ts';
import type { Design, Divergence, Gate } from '../../core/vocabulary/design.ts';
import { findById } from '../../core/vocabulary/ids.ts';
import { type Round, SHOWN_EXCUSES } from '../../core/vocabulary/round.ts';
import type { Accepted, Cause, Excuse } from '../../core/vocabulary/sets.ts';
import { findAcceptance, isBeforeResult, isOver } from '../../core/vocabulary/status.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { causeIn, isMendable, isPermanent, UNKNOWN_CAUSE } from '../../core/workflow/rounds/cause.ts';
import { ownCrashes } from '../../core/workflow/sessions/replacement.ts';
import { compact } from '../../foundation/compact.ts';
import { nameGravest } from '../caveats.ts';
import { sayDeaths } from '../crash.ts';
import { BEARING_WORDS } from '../questions.ts';
import { EXCUSE_WORDS, sayNobodyCould } from '../rounds.ts';
import { sayCause, sayRemedyFor } from '../unavailable.ts';

/** The points that a person can settle at a gate. Empty before there is a decision. */
export function listPointsToSettle(design: Design): Divergence[] {
  return decidedOf(design) === null ? [] : openOfHighImpact(design);
}

/** A round that brought nothing: its cause, and the one next action. Participants are named if their causes differ. */
function sayFailed(design: Design, gate: Gate, round: Round): string {
  const met = causeIn(design, round) ?? UNKNOWN_CAUSE;
  const fates = failureWords(design, gate, round);
  const those = fates.length > 1 ? ` (${fates.join('; ')})` : '';
  return `${sayCause(met)}, so ${sayNobodyCould(round.kind)}${those}: ${nextAt(gate, met.cause)}`;
}

function nextAt({ choices }: Gate, cause: Cause): string {
  // Any other cause may pass at the second try.
  const isLasting = isMendable(cause) || cause === 'budget_used_up' || cause === 'model_unavailable';
  if (choices.includes('again')) return isLasting ? sayRemedyFor(cause, 'run it again') : 'run it again';
  if (choices.includes('accept') && !isPermanent(cause)) return 'go on with what there is';
  return sayRemedyFor(cause, 'stop here and run it again');
}

/** What happened to each participant asked, in this and earlier attempts since the last gate. */
function failureWords({ rounds, gates, participants }: Design, gate: Gate, { kind }: Round): string[] {
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
    ...sayDeaths(whose('dead').map(({ title, sessions }) => ({ title, causes: ownCrashes(sessions) }))),
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
  if (gate.about === 'thread') return `Nothing can be posted in its thread. ${gate.unreachable}`;
  const why = isBeforeResult(gate) ? 'It cannot go on by itself' : 'The draft is ready and needs you';
  const current = outcomeOf(design).caveats;
  const isNow = current.some((each) => opensGate(each));
  // What a person has just settled opens it no more. The points stand below it with their choices.
  const listed = (isNow ? current : gate.caveats).filter(({ kind }) => kind !== 'difference_open');
  const caveats = isNow ? listed.filter((each) => opensGate(each)) : listed;
  const points = listPointsToSettle(design).length;
  const count = points === 1 ? 'one point' : `${points} points`;
  const left = points === 0 ? [] : [`the personas left ${count} to you`];
  return `${why}: ${compact(caveats.length > 0 && nameGravest(caveats, listed), ...left).join('; ')}.`;
}

const ACCEPTED_WORDS: Record<Accepted, string> = {
  decision: 'accepted the decision',
  no_contribution: 'let it go on with what there is',
  no_decision: 'let it end without a decision',
  no_thread: 'let it go on without its thread',
};

const CLOSED_WORDS = {
  send_back: 'sent the decision back once',
  again: 'ran the step again',
  stop: 'stopped it here',
  settle: 'settled it',
  unanswered: 'Nobody decided in time',
  overtaken: 'It ended before anybody decided',
  reachable: 'It went on, because its thread can be written to again',
};

/** How a gate was closed: what follows the person's name, the position settled, and what became of it. */
export function closedWordsOf(design: Design, gate: Gate) {
  const { choice = 'overtaken', by = '' } = gate.decision ?? {};
  if (choice === 'accept' && by === '') return { did: CLOSED_WORDS.reachable, statement: '', result: '' };
  const did = choice === 'accept' ? ACCEPTED_WORDS[findAcceptance(design, gate)] : CLOSED_WORDS[choice];
  const point = findSettledAt(design, gate);
  if (point === undefined) return { did, statement: '', result: '' };
  const statement = statementOf(point, point.settlement?.position ?? '');
  return { did, statement, result: afterSettling(design, gate, point) };
}

/** Says if the decision reflects what was settled at the gate. */
function afterSettling(design: Design, { id }: Gate, point: Divergence): string {
  if (!listLeftOut(design).includes(point)) return 'The decision was revised.';
  const isUnderWay = design.gates.at(-1)?.id === id && !isOver(design);
  return isUnderWay ? 'The decision is being revised.' : 'The decision does not reflect it.';
}

/** The difference that a person settled at the gate, which closed it. */
function findSettledAt(
  { divergences }: Design,
  { since, closedSince, decision }: Gate,
): Divergence | undefined {
  if (decision?.choice !== 'settle') return undefined;
  return divergences.find(
    ({ settlement }) =>
      settlement !== null && settlement.since > since && settlement.since < (closedSince ?? 0),
  );
}

/** How a turn read what a person said at a gate. */
export function readAs(design: Design, reply: Design['replies'][number]): string {
  const { id, unread, bearing } = reply;
  if (unread && isAskedIn(design, reply)) return '(a question, answered)';
  if (unread) return isLeftUnread(design, id) ? '(not read)' : '(not read yet)';
  if (bearing === null) return '';
  const act = bearing.verdict === 'bears' ? ': send it back, or accept it anyway' : '';
  return `(${BEARING_WORDS[bearing.verdict]}${act})`;
}
