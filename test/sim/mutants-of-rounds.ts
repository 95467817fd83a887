import {
  CRASHES,
  DIFFERENCES,
  DIVERGENCES,
  FACILITATORS,
  FAILURES,
  type Mutant,
  mutant,
  POVERTY,
  RESERVE,
  THREADS,
  UNAVAILABLE,
} from './mutant.ts';
import { QUIET } from './world.ts';

/** Who is asked, who is waited for, and what a round comes to. */
export const MUTANTS_OF_ROUNDS: readonly Mutant[] = [
  mutant('C3', FAILURES, 'counts down instead of looking at who is missing', [
    'vocabulary/round.ts',
    'return asked.filter((id) => !contributed.includes(id) && !isExcused(id));',
    'return asked.slice(contributed.length + excused.length);',
  ]),
  mutant('C6', FAILURES, 'goes on from a round to which nobody contributed', [
    'workflow/flow.ts',
    '!settleNothingContributed(draft) &&\n    ',
    "!(settleNothingContributed(draft) && draft.design.step === 'writing') && ",
  ]),
  mutant('A7', FAILURES, 'goes on while a person is asked whether it does', [
    'workflow/flow.ts',
    'if (gate.decision === null) return true;',
    'if (gate.decision === null) return false;',
  ]),
  mutant('C21', POVERTY, 'settles without revealing what is sealed', [
    'workflow/flow.ts',
    'if (proposals.length === 0) {',
    "if (findShortage(draft, 'proposals') !== null) {",
  ]),
  mutant('C21', RESERVE, 'argues on what would have paid for the audit', [
    'policy/order.ts',
    'audit: 4,',
    'audit: 0,',
  ]),
  mutant('J5', RESERVE, 'settles what no money was left to argue', [
    'differences/arguing.ts',
    "settle(draft, divergence, { outcome: 'unresolved',",
    "settle(draft, divergence, { outcome: 'conceded',",
  ]),
  mutant('A21', UNAVAILABLE, 'asks again at once whose model is unavailable', [
    'workflow/rounds/turns.ts',
    ' || isHeld(draft.design, id)) continue;',
    ') continue;',
  ]),
  mutant('A21', UNAVAILABLE, 'takes an unavailable model for a failure', [
    'workflow/pause.ts',
    'if (until < giveUpTimeOf(draft, round, unavailable))',
    'if (until > giveUpTimeOf(draft, round, unavailable))',
  ]),
  mutant('A21', UNAVAILABLE, 'does not go on after a pause', [
    'workflow/deadline.ts',
    'pause: resumeAfterPause,',
    'pause: remindPeople,',
  ]),
  mutant('A21', UNAVAILABLE, 'wakes in the pause whom it does not ask', [
    'workflow/advance.ts',
    'if (!isHeld(draft.design, id)) wake',
    'if (!isHeld(draft.design, round.id)) wake',
  ]),
  mutant('C21', UNAVAILABLE, 'gives a model up and leaves sealed what is there', [
    'workflow/rounds/ending.ts',
    "if (participants.length > 0) draft.record({ type: 'proposals_revealed', participants });",
    '',
  ]),
  mutant('C7', CRASHES, 'asks a replacement again for what its persona has contributed', [
    'workflow/rounds/turns.ts',
    'for (const id of listAwaited(round)) {\n    const session = findHealthySession',
    'for (const id of round.asked) {\n    const session = findHealthySession',
  ]),
  mutant('C7', CRASHES, 'excuses the dead although they have contributed', [
    'workflow/advance.ts',
    'for (const id of listAwaited(round)) {',
    'for (const id of round.asked) {',
  ]),
  mutant('C11', CRASHES, 'does not ask a replacement', [
    'vocabulary/participants.ts',
    "return last?.state === 'healthy' ? last : undefined;",
    "return last?.state === 'healthy' && last.origin !== 'retry' ? last : undefined;",
  ]),
  mutant('C11', CRASHES, 'asks a replacement for the round in which its persona crashed', [
    'workflow/rounds/turns.ts',
    "type: 'turn_started',\n      participant: id,\n      roundId: round.id,",
    "type: 'turn_started',\n      participant: id,\n      roundId:\n        (session.origin === 'retry' ? draft.design.turns.findLast((turn) => turn.participant === id)?.roundId : undefined) ?? round.id,",
  ]),
  mutant('C12', CRASHES, 'closes a round over the head of a replacement', [
    'workflow/advance.ts',
    'if (listAwaited(current).length === 0) closeRound',
    "if (!listAwaited(current).some((id) => findParticipant(draft.design, id).sessions.at(-1).state === 'healthy')) closeRound",
  ]),
  mutant('C12', CRASHES, 'excuses a participant that is being replaced', [
    'workflow/advance.ts',
    'if (!isAlive(owing)) excuse',
    "if (owing.sessions.at(-1).state !== 'healthy') excuse",
  ]),
  mutant('C12', CRASHES, 'sets no deadline for a round', [
    'workflow/timers.ts',
    'if (round !== null) timers.push',
    'if (round === undefined) timers.push',
  ]),
  mutant('C14', QUIET, 'carries what is under argument into the rounds that follow', [
    'workflow/advance.ts',
    'points: [...points],',
    'points: [...(points.length > 0 ? points : (draft.design.rounds.at(-1)?.points ?? []))],',
  ]),
  mutant('C11', DIFFERENCES, 'asks a replacement about another set of differences', [
    'differences/contribution.ts',
    'const own = pointsOf(round, author.participant).map((id) => divergenceOf(design, id));',
    'const replaced = design.participants.find(({ id }) => id === author.participant).sessions.length > 1;\n  const own = pointsOf(round, author.participant).slice(replaced ? 1 : 0).map((id) => divergenceOf(design, id));',
  ]),
  mutant('C7', DIVERGENCES, 'asks everybody about the differences of the first', [
    'differences/arguing.ts',
    'due\n        .filter(({ stances }) => standsApart(stances, participant))\n        .map(({ id }) => id),',
    'due.map(({ id }) => id),',
  ]),
  mutant('J2', QUIET, 'lets a move without a reason settle a difference', [
    'differences/stances.ts',
    'after: move === null || move.changedBy.length === 0 ? before',
    'after: move === null ? before',
  ]),
  mutant('J2', QUIET, 'counts a reason that one alone gives, without a source', [
    'differences/stances.ts',
    'reasons.includes(claim) || checkedClaims.some((each) => each.id === claim)',
    'reasons.includes(claim) || !checkedClaims.some((each) => each.id === claim)',
  ]),
  mutant('J2', THREADS, 'takes what the other side has decided for a reason', [
    'differences/labels.ts',
    "return kind !== 'decision' && kind",
    'return kind',
  ]),
  mutant('J8', QUIET, 'argues away what a person has settled', [
    'differences/arguing.ts',
    '({ settlement }) => settlement === null);',
    "({ settlement }) => settlement?.person !== '');",
  ]),
  mutant('J8', CRASHES, 'asks again for what a person has settled', [
    'workflow/advance.ts',
    'if (round.points.length === 0) return false;',
    'if (round.points.length >= 0) return false;',
  ]),
  mutant('J8', QUIET, 'lets a person settle a difference twice', [
    'workflow/twice-or-late.ts',
    "if (settlement?.outcome !== 'settled_by_person') return null;",
    "if (settlement?.outcome !== 'conceded') return null;",
  ]),
  mutant('C16', QUIET, 'drops a submission that comes too late', [
    'workflow/submit.ts',
    'return recordLate(draft, turn, submission);',
    'return null;',
  ]),
  mutant('C16', QUIET, 'takes a submission for a round that has closed', [
    'workflow/submit.ts',
    'return isOpen && listAwaited(round).includes(turn.participant);',
    'return !isOver(draft.design) && !round.contributed.includes(turn.participant);',
  ]),
  mutant('C17', FACILITATORS, 'has nobody stand in for a facilitator', [
    'workflow/advance.ts',
    'if (standIn === undefined) return false;',
    'if (standIn !== undefined) return false;',
  ]),
  mutant('C17', FACILITATORS, 'starts facilitators again and again', [
    'workflow/sessions/lifecycle.ts',
    'findReplacementOrigin(cause, participant.sessions)',
    "findReplacementOrigin(cause, participant.role === 'persona' ? participant.sessions : [])",
  ]),
  mutant('C19', QUIET, 'ends twice when it is cancelled twice', [
    'workflow/rounds/end-design.ts',
    'if (draft.design.end !== null) return;\n  cancelTurns',
    'cancelTurns',
  ]),
  mutant('T1', CRASHES, 'leaves the turn of a lost session open', [
    'workflow/sessions/lifecycle.ts',
    'if (turn.sessionId === session.id) endTurn',
    'if (turn.sessionId === participant.title) endTurn',
  ]),
];
