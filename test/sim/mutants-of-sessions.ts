import { ALONE, CRASHES, HANGS, type Mutant, one, RESTARTS, RESTS } from './mutant.ts';

/** Losses, replacements, the end of a design and its restart. */
export const MUTANTS_OF_SESSIONS: readonly Mutant[] = [
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
    changes: one('session/replacement.ts', 'MAX_REPLACEMENTS = 1;', 'MAX_REPLACEMENTS = 2;'),
  },
  {
    rule: 'C2',
    mistake: 'counts only a retry that never became healthy',
    world: CRASHES,
    changes: one(
      'session/replacement.ts',
      "(({ origin }) => origin === 'retry').length",
      "(({ origin, pid }) => origin === 'retry' && pid === null).length",
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
    changes: one(
      'participants.ts',
      'dead: { isAlive: false, hasSettledIn: true }',
      'dead: { isAlive: false, hasSettledIn: false }',
    ),
  },
  {
    rule: 'C8',
    mistake: 'cancels again with every report that comes after all have died',
    world: ALONE,
    changes: [
      {
        file: 'flow.ts',
        search: '!isOver(draft.design)) progress',
        replace:
          "(!isOver(draft.design) || draft.design.end?.stoppedBecause === 'no_persona_left')) progress",
      },
      {
        file: 'outcome/ending.ts',
        search: 'if (draft.design.end !== null) return;\n  endAllTurns',
        replace: 'endAllTurns',
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
        file: 'round/advance.ts',
        search: 'if (!isAlive(owing)) excuse',
        replace: 'if (!isAlive(owing) && livingPersonas(draft.design).length > 0) excuse',
      },
    ],
  },
  {
    rule: 'C10',
    mistake: 'takes a persona that is being replaced for dead',
    world: CRASHES,
    changes: one('participants.ts', 'retrying: { isAlive: true', 'retrying: { isAlive: false'),
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
    rule: 'C18',
    mistake: 'uses up the retry when Charrette itself restarts',
    world: RESTARTS,
    changes: one(
      'session/replacement.ts',
      "if (!isOwnLoss(cause)) return 'resume';",
      "if (!isOwnLoss(cause)) return 'retry';",
    ),
  },
  {
    rule: 'C18',
    mistake: 'resumes only the sessions that were healthy',
    world: RESTARTS,
    changes: one(
      'session/lifecycle.ts',
      'if (session === undefined || !isLive(session)) continue;\n    if',
      "if (session?.state !== 'healthy') continue;\n    if",
    ),
  },
  {
    rule: 'C18',
    mistake: 'leaves alone a session that was promised once and has been begun since',
    world: RESTARTS,
    changes: one('session/lifecycle.ts', "if (session.state === 'starting' && promised", 'if (promised'),
  },
  {
    rule: 'C2',
    mistake: 'uses up the retry when it wakes a participant',
    world: RESTS,
    changes: one(
      'session/lifecycle.ts',
      "startSession(draft, participant, 'wake');",
      "startSession(draft, participant, 'retry');",
    ),
  },
  {
    rule: 'C11',
    mistake: 'does not wake whoever is needed again',
    world: RESTS,
    changes: one('round/advance.ts', 'wake(draft, participant(draft.design, id));', 'id satisfies string;'),
  },
  {
    rule: 'C13',
    mistake: 'parks a session and leaves its process',
    world: RESTS,
    changes: one(
      'effects.ts',
      "    case 'session_parked':\n",
      "    case 'session_parked':\n      return [];\n",
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
];
