import { QUIET, type World } from './world.ts';

/**
 * A mistake as it could be made: text of the core's source, replaced. The rule is the one that it breaks; the
 * explorer must find it in the world that is named, whatever the name under which it does.
 */
export interface Mutant {
  readonly rule: string;
  /** Completes the sentence "the explorer finds the core that …". */
  readonly mistake: string;
  readonly world: World;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly file: string;
  readonly search: string;
  readonly replace: string;
}

const CRASHES: World = { ...QUIET, name: 'mutants: crashes', maxLosses: 3 };
const ALONE: World = { ...CRASHES, name: 'mutants: one persona', personas: 1 };
const FACILITATORS: World = {
  ...QUIET,
  name: 'mutants: facilitators',
  maxLosses: 3,
  facilitatorsCrash: true,
};
const FAILURES: World = { ...QUIET, name: 'mutants: failed turns', maxFailedTurns: 2 };
const RESTARTS: World = { ...QUIET, name: 'mutants: restarts', maxLosses: 1, maxRestarts: 1 };
const DIVERGENCES: World = { ...QUIET, name: 'mutants: two divergences', personas: 3, mappings: ['two'] };
const HANGS: World = { ...CRASHES, name: 'mutants: hung sessions', lossKind: 'hung' };
const COSTS: World = {
  ...QUIET,
  name: 'mutants: costs',
  calls: true,
  settings: { ...QUIET.settings, budgetUsd: 1 },
};

const one = (file: string, search: string, replace: string): Change[] => [{ file, search, replace }];

/**
 * At least one for each of C1 to C14, and those of the others that a core without processes can break. C15 is a
 * form of text, which schemas keep and `test/core` tests. Of C20 the core has only that the cause makes no difference.
 */
export const MUTANTS: readonly Mutant[] = [
  {
    rule: 'C1',
    mistake: 'does not count the loss of a session that never became healthy',
    world: CRASHES,
    changes: one(
      'session/lifecycle.ts',
      'if (isLive(found.session)) {',
      "if (found.session.state === 'healthy') {",
    ),
  },
  {
    rule: 'C1',
    mistake: 'records a session without having it started',
    world: CRASHES,
    changes: one(
      'effects.ts',
      "return [{ type: 'start_session', participant: event.participant, sessionId: event.sessionId }];",
      "return event.origin === 'first' ? [{ type: 'start_session', participant: event.participant, sessionId: event.sessionId }] : [];",
    ),
  },
  {
    rule: 'C2',
    mistake: 'allows a second retry',
    world: CRASHES,
    changes: one('session/lifecycle.ts', 'maxRetries: 1,', 'maxRetries: 2,'),
  },
  {
    rule: 'C2',
    mistake: 'counts only a retry that never became healthy',
    world: CRASHES,
    changes: one(
      'session/session.ts',
      "session.origin === 'retry').length",
      "session.origin === 'retry' && session.pid === null).length",
    ),
  },
  {
    rule: 'C3',
    mistake: 'counts a loss twice',
    world: CRASHES,
    changes: one(
      'session/lifecycle.ts',
      'if (isLive(found.session)) {',
      "if (found.session.state !== 'released') {",
    ),
  },
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
    rule: 'C4',
    mistake: 'knows only the last session of a participant',
    world: CRASHES,
    changes: one(
      'participants.ts',
      'participant.sessions.find((each) => each.id === id)',
      'participant.sessions.slice(-1).find((each) => each.id === id)',
    ),
  },
  {
    rule: 'C4',
    mistake: 'does not stop the sessions of earlier ids at the end',
    world: CRASHES,
    changes: one('effects.ts', 'sessions.map((session)', 'sessions.slice(-1).map((session)'),
  },
  {
    rule: 'C5',
    mistake: 'waits for a replacement that never became healthy',
    world: CRASHES,
    changes: one(
      'session/session.ts',
      "    case 'lost':\n      return 'dead';",
      "    case 'lost':\n      return last.pid === null && last.origin === 'retry' ? 'retrying' : 'dead';",
    ),
  },
  {
    rule: 'C5',
    mistake: 'waits at the start for whoever has died',
    world: CRASHES,
    changes: one('flow.ts', "return state === 'alive' || state === 'dead';", "return state === 'alive';"),
  },
  {
    rule: 'C6',
    mistake: 'goes on from a round to which nobody contributed',
    world: FAILURES,
    changes: one(
      'flow.ts',
      'if (isEmptyHanded(tended)) settleNothingContributed',
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
      'round/tending.ts',
      'for (const id of waitingFor(round)) {',
      'for (const id of round.asked) {',
    ),
  },
  {
    rule: 'C8',
    mistake: 'cancels again with every report that comes after all have died',
    world: ALONE,
    changes: [
      {
        file: 'flow.ts',
        search: 'return draft.design.end !== null || draft.design.settled !== null;',
        replace:
          "return (draft.design.end !== null && draft.design.end.stoppedBecause !== 'no_persona_left') || draft.design.settled !== null;",
      },
      {
        file: 'flow.ts',
        search: "cancelForWantOfPersonas(draft);\n    return 'went_on';",
        replace: "cancelForWantOfPersonas(draft);\n    return 'waiting';",
      },
    ],
  },
  {
    rule: 'C9',
    mistake: 'notices only at the deadline that all are dead',
    world: ALONE,
    changes: [
      {
        file: 'flow.ts',
        search: 'if (livingPersonas(draft.design).length === 0) {',
        replace: 'if (livingPersonas(draft.design).length === 0 && openRound(draft.design) === null) {',
      },
      {
        file: 'round/tending.ts',
        search: 'if (!isAlive(owing)) excuse',
        replace: 'if (!isAlive(owing) && livingPersonas(draft.design).length > 0) excuse',
      },
    ],
  },
  {
    rule: 'C10',
    mistake: 'takes a persona that is being replaced for dead',
    world: CRASHES,
    changes: one(
      'participants.ts',
      "return state !== 'dead' && state !== 'released';",
      "return state !== 'dead' && state !== 'released' && state !== 'retrying';",
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
      'round/tending.ts',
      "return waitingFor(current).length > 0 ? 'waiting' : 'over';",
      "return waitingFor(current).some((id) => participant(draft.design, id).sessions.at(-1).state === 'healthy') ? 'waiting' : 'over';",
    ),
  },
  {
    rule: 'C12',
    mistake: 'excuses whoever is being replaced',
    world: CRASHES,
    changes: one(
      'round/tending.ts',
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
    rule: 'C13',
    mistake: 'forgets a replacement that is starting when it is cancelled',
    world: CRASHES,
    changes: one(
      'evolve.ts',
      "isLive(session) ? { ...session, state: 'released' } : session",
      "session.state === 'healthy' ? { ...session, state: 'released' } : session",
    ),
  },
  {
    rule: 'C13',
    mistake: 'lets a session that comes up after the end live',
    world: CRASHES,
    changes: one(
      'session/lifecycle.ts',
      "if (session.state === 'starting') {",
      "if (session.state === 'starting' || session.state === 'released') {",
    ),
  },
  {
    rule: 'C13',
    mistake: 'records a session that comes up too late and does not stop it',
    world: CRASHES,
    changes: one(
      'effects.ts',
      "case 'late_report_recorded':\n      return [{ type: 'stop_session', sessionId: event.sessionId }];",
      "case 'late_report_recorded':\n      return [];",
    ),
  },
  {
    rule: 'C14',
    mistake: 'carries the divergence under argument into the rounds that follow',
    world: QUIET,
    changes: one(
      'flow.ts',
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
      "return !over && turn.outcome === 'open' && !round.closed && waitingFor(round).includes(turn.participant);",
      'return !over && !round.contributed.includes(turn.participant);',
    ),
  },
  {
    rule: 'C17',
    mistake: 'has nobody stand in for a facilitator',
    world: FACILITATORS,
    changes: one(
      'round/tending.ts',
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
      'retriesUsed: retriesUsed(participant.sessions),',
      "retriesUsed: participant.role === 'persona' ? retriesUsed(participant.sessions) : 0,",
    ),
  },
  {
    rule: 'C18',
    mistake: 'uses up the retry when Charrette itself restarts',
    world: RESTARTS,
    changes: one(
      'session/lifecycle.ts',
      "startSession(draft, participant, 'resume');",
      "startSession(draft, participant, 'retry');",
    ),
  },
  {
    rule: 'C18',
    mistake: 'resumes only the sessions that were healthy',
    world: RESTARTS,
    changes: one(
      'session/lifecycle.ts',
      'if (session !== undefined && isLive(session)) lose',
      "if (session?.state === 'healthy') lose",
    ),
  },
  {
    rule: 'C19',
    mistake: 'ends twice when it is cancelled twice',
    world: QUIET,
    changes: one(
      'decide.ts',
      "if (draft.design.end !== null) return;\n  endDesign(draft, 'cancelled'",
      "endDesign(draft, 'cancelled'",
    ),
  },
  {
    rule: 'C20',
    mistake: 'does not take a hung session for lost',
    world: HANGS,
    changes: one(
      'session/lifecycle.ts',
      'if (isLive(found.session)) {',
      "if (isLive(found.session) && cause.kind !== 'hung') {",
    ),
  },
  {
    rule: 'A5',
    mistake: 'lets a person decide at a gate of a design that is settled',
    world: { ...COSTS, personas: 1 },
    changes: [
      {
        file: 'decide.ts',
        search: 'if (draft.design.settled !== null) return {',
        replace: 'if (draft.design.version < 0) return {',
      },
    ],
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
];
