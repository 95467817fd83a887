import { CHANGES, CRASHES, DIVERGENCES, FACILITATORS, FAILURES, type Mutant, one } from './mutant.ts';
import { QUIET } from './world.ts';

/** Who is asked, who is waited for, and what a round comes to. */
export const MUTANTS_OF_ROUNDS: readonly Mutant[] = [
  {
    rule: 'C3',
    mistake: 'counts down instead of looking at who is missing',
    world: FAILURES,
    changes: [
      {
        file: 'round/round.ts',
        search:
          'return round.asked.filter((id) => !round.contributed.includes(id) && !isExcused(round, id));',
        replace: 'return round.asked.slice(round.contributed.length + round.excused.length);',
      },
    ],
  },
  {
    rule: 'C6',
    mistake: 'goes on from a round to which nobody contributed',
    world: FAILURES,
    changes: one(
      'flow.ts',
      'if (isEmptyHanded(current) && !isCutShort(draft.design)) settleNothingContributed',
      'if (false) settleNothingContributed',
    ),
  },
  {
    rule: 'C7',
    mistake: 'asks a replacement again for what its persona has contributed',
    world: CRASHES,
    changes: one(
      'round/turns.ts',
      'for (const id of waitingFor(round)) {\n    const session = healthySession',
      'for (const id of round.asked) {\n    const session = healthySession',
    ),
  },
  {
    rule: 'C7',
    mistake: 'excuses the dead although they have contributed',
    world: CRASHES,
    changes: one(
      'round/advance.ts',
      'for (const id of waitingFor(round)) {',
      'for (const id of round.asked) {',
    ),
  },
  {
    rule: 'C11',
    mistake: 'does not ask a replacement',
    world: CRASHES,
    changes: one(
      'participants.ts',
      "return last?.state === 'healthy' ? last : undefined;",
      "return last?.state === 'healthy' && last.origin !== 'retry' ? last : undefined;",
    ),
  },
  {
    rule: 'C11',
    mistake: 'asks a replacement for the round in which its persona crashed',
    world: CRASHES,
    changes: one(
      'round/turns.ts',
      "type: 'turn_started',\n      participant: id,\n      roundId: round.id,",
      "type: 'turn_started',\n      participant: id,\n      roundId:\n        (session.origin === 'retry' ? draft.design.turns.findLast((turn) => turn.participant === id)?.roundId : undefined) ?? round.id,",
    ),
  },
  {
    rule: 'C12',
    mistake: 'closes a round over the head of a replacement',
    world: CRASHES,
    changes: one(
      'round/advance.ts',
      "return waitingFor(current).length > 0 ? 'waiting' : 'over';",
      "return waitingFor(current).some((id) => participant(draft.design, id).sessions.at(-1).state === 'healthy') ? 'waiting' : 'over';",
    ),
  },
  {
    rule: 'C12',
    mistake: 'excuses whoever is being replaced',
    world: CRASHES,
    changes: one(
      'round/advance.ts',
      'if (!isAlive(owing)) excuse',
      "if (owing.sessions.at(-1).state !== 'healthy') excuse",
    ),
  },
  {
    rule: 'C12',
    mistake: 'sets no deadline for a round',
    world: CRASHES,
    changes: one('timers.ts', 'if (round !== null) timers.push', 'if (round === undefined) timers.push'),
  },
  {
    rule: 'C14',
    mistake: 'carries the divergence under argument into the rounds that follow',
    world: QUIET,
    changes: one(
      'round/advance.ts',
      '    kind,\n    divergenceId,',
      '    kind,\n    divergenceId: divergenceId ?? draft.design.rounds.at(-1)?.divergenceId ?? null,',
    ),
  },
  {
    rule: 'C14',
    mistake: 'argues the former divergence instead of the next',
    world: DIVERGENCES,
    changes: one(
      'flow.ts',
      "openRoundFor(draft, 'argument', arguers(draft.design, divergence), divergence.id);",
      "openRoundFor(draft, 'argument', arguers(draft.design, divergence), draft.design.rounds.at(-1)?.divergenceId ?? divergence.id);",
    ),
  },
  {
    rule: 'C16',
    mistake: 'drops a submission that comes too late',
    world: QUIET,
    changes: one(
      'round/contribution.ts',
      'recordLate(draft, author, submission);\n    return null;',
      'return null;',
    ),
  },
  {
    rule: 'C16',
    mistake: 'takes a submission for a round that has closed',
    world: QUIET,
    changes: one(
      'round/contribution.ts',
      'return isOpen && waitingFor(round).includes(turn.participant);',
      'return !isOver(draft.design) && !round.contributed.includes(turn.participant);',
    ),
  },
  {
    rule: 'C17',
    mistake: 'has nobody stand in for a facilitator',
    world: FACILITATORS,
    changes: one(
      'round/advance.ts',
      'if (standIn === undefined) return false;',
      'if (standIn !== undefined) return false;',
    ),
  },
  {
    rule: 'C17',
    mistake: 'starts facilitators again and again',
    world: FACILITATORS,
    changes: one(
      'session/lifecycle.ts',
      'originAfter(cause, participant.sessions, draft.design.settings)',
      "originAfter(cause, participant.role === 'persona' ? participant.sessions : [], draft.design.settings)",
    ),
  },
  {
    rule: 'C19',
    mistake: 'ends twice when it is cancelled twice',
    world: QUIET,
    changes: one('outcome/ending.ts', 'if (draft.design.end !== null) return;\n  endAllTurns', 'endAllTurns'),
  },
  {
    rule: 'A6',
    mistake: 'completes in spite of a blocking finding',
    world: QUIET,
    changes: one('policy/should-gate.ts', "finding.severity === 'blocking'", "finding.severity === 'none'"),
  },
  {
    rule: 'T1',
    mistake: 'leaves the turn of a lost session open',
    world: CRASHES,
    changes: one(
      'round/turns.ts',
      'if (turn.sessionId === sessionId) endTurn',
      'if (turn.sessionId === participant.name) endTurn',
    ),
  },
  {
    rule: 'replies',
    mistake: 'leaves a question answered when its only answer is taken back',
    world: CHANGES,
    changes: one('evolve.ts', 'wasAnswered.includes(question.id) && !answered.has(question.id);', 'false;'),
  },
  {
    rule: 'replies',
    mistake: 'goes on waiting when changed words answer the last question',
    world: CHANGES,
    changes: one(
      'question/answering.ts',
      'id: before.id, author, text, answers });\n  closeWhenAnswered(draft, author);',
      'id: before.id, author, text, answers });',
    ),
  },
];
