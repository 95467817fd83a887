import { CHANGES, CRASHES, DIVERGENCES, FACILITATORS, FAILURES, type Mutant, mutant } from './mutant.ts';
import { QUIET } from './world.ts';

/** Who is asked, who is waited for, and what a round comes to. */
export const MUTANTS_OF_ROUNDS: readonly Mutant[] = [
  mutant('C3', FAILURES, 'counts down instead of looking at who is missing', [
    'round/round.ts',
    'return round.asked.filter((id) => !round.contributed.includes(id) && !isExcused(round, id));',
    'return round.asked.slice(round.contributed.length + round.excused.length);',
  ]),
  mutant('C6', FAILURES, 'goes on from a round to which nobody contributed', [
    'flow.ts',
    'if (isEmptyHanded(current) && !isCutShort(draft.design)) settleNothingContributed',
    'if (false) settleNothingContributed',
  ]),
  mutant('C7', CRASHES, 'asks a replacement again for what its persona has contributed', [
    'round/turns.ts',
    'for (const id of waitingFor(round)) {\n    const session = healthySession',
    'for (const id of round.asked) {\n    const session = healthySession',
  ]),
  mutant('C7', CRASHES, 'excuses the dead although they have contributed', [
    'round/advance.ts',
    'for (const id of waitingFor(round)) {',
    'for (const id of round.asked) {',
  ]),
  mutant('C11', CRASHES, 'does not ask a replacement', [
    'participants.ts',
    "return last?.state === 'healthy' ? last : undefined;",
    "return last?.state === 'healthy' && last.origin !== 'retry' ? last : undefined;",
  ]),
  mutant('C11', CRASHES, 'asks a replacement for the round in which its persona crashed', [
    'round/turns.ts',
    "type: 'turn_started',\n      participant: id,\n      roundId: round.id,",
    "type: 'turn_started',\n      participant: id,\n      roundId:\n        (session.origin === 'retry' ? draft.design.turns.findLast((turn) => turn.participant === id)?.roundId : undefined) ?? round.id,",
  ]),
  mutant('C12', CRASHES, 'closes a round over the head of a replacement', [
    'round/advance.ts',
    "return waitingFor(current).length > 0 ? 'waiting' : 'over';",
    "return waitingFor(current).some((id) => participant(draft.design, id).sessions.at(-1).state === 'healthy') ? 'waiting' : 'over';",
  ]),
  mutant('C12', CRASHES, 'excuses a participant that is being replaced', [
    'round/advance.ts',
    'if (!isAlive(owing)) excuse',
    "if (owing.sessions.at(-1).state !== 'healthy') excuse",
  ]),
  mutant('C12', CRASHES, 'sets no deadline for a round', [
    'timers.ts',
    'if (round !== null) timers.push',
    'if (round === undefined) timers.push',
  ]),
  mutant('C14', QUIET, 'carries the divergence under argument into the rounds that follow', [
    'round/advance.ts',
    '    kind,\n    divergenceId,',
    '    kind,\n    divergenceId: divergenceId ?? draft.design.rounds.at(-1)?.divergenceId ?? null,',
  ]),
  mutant('C14', DIVERGENCES, 'argues the former divergence instead of the next', [
    'flow.ts',
    "openRoundFor(draft, 'argument', arguers(draft.design, divergence), divergence.id);",
    "openRoundFor(draft, 'argument', arguers(draft.design, divergence), draft.design.rounds.at(-1)?.divergenceId ?? divergence.id);",
  ]),
  mutant('C16', QUIET, 'drops a submission that comes too late', [
    'round/contribution.ts',
    'recordLate(draft, author, submission);\n    return null;',
    'return null;',
  ]),
  mutant('C16', QUIET, 'takes a submission for a round that has closed', [
    'round/contribution.ts',
    'return isOpen && waitingFor(round).includes(turn.participant);',
    'return !isOver(draft.design) && !round.contributed.includes(turn.participant);',
  ]),
  mutant('C17', FACILITATORS, 'has nobody stand in for a facilitator', [
    'round/advance.ts',
    'if (standIn === undefined) return false;',
    'if (standIn !== undefined) return false;',
  ]),
  mutant('C17', FACILITATORS, 'starts facilitators again and again', [
    'session/lifecycle.ts',
    'originAfter(cause, participant.sessions, draft.design.settings)',
    "originAfter(cause, participant.role === 'persona' ? participant.sessions : [], draft.design.settings)",
  ]),
  mutant('C19', QUIET, 'ends twice when it is cancelled twice', [
    'outcome/ending.ts',
    'if (draft.design.end !== null) return;\n  endAllTurns',
    'endAllTurns',
  ]),
  mutant('A6', QUIET, 'completes in spite of a blocking finding', [
    'policy/should-gate.ts',
    "finding.severity === 'blocking'",
    "finding.severity === 'none'",
  ]),
  mutant('T1', CRASHES, 'leaves the turn of a lost session open', [
    'round/turns.ts',
    'if (turn.sessionId === sessionId) endTurn',
    'if (turn.sessionId === participant.name) endTurn',
  ]),
  mutant('replies', CHANGES, 'leaves a question answered when its only answer is taken back', [
    'evolve.ts',
    'wasAnswered.includes(question.id) && !answered.has(question.id);',
    'false;',
  ]),
  mutant('replies', CHANGES, 'goes on waiting when changed words answer the last question', [
    'question/answering.ts',
    'id: before.id, author, text, answers });\n  closeWhenAnswered(draft, author);',
    'id: before.id, author, text, answers });',
  ]),
];
