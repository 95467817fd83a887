import { ALONE, CRASHES, HANGS, type Mutant, mutant, RESTARTS, RESTS } from './mutant.ts';

/** Losses, replacements, the end of a design and its restart. */
export const MUTANTS_OF_SESSIONS: readonly Mutant[] = [
  mutant('C1', CRASHES, 'does not count the loss of a session that never became healthy', [
    'workflow/sessions/lifecycle.ts',
    'if (isLive(holder.session)) {',
    "if (holder.session.state === 'healthy') {",
  ]),
  mutant('C1', CRASHES, 'records a session without having it started', [
    'vocabulary/effects.ts',
    "return [\n        { type: 'start_session', participant: event.participant, sessionId: event.sessionId },\n      ];",
    "return event.origin === 'first' ? [{ type: 'start_session', participant: event.participant, sessionId: event.sessionId }] : [];",
  ]),
  mutant('C2', CRASHES, 'allows a second retry', [
    'workflow/sessions/replacement.ts',
    'MAX_REPLACEMENTS = 1;',
    'MAX_REPLACEMENTS = 2;',
  ]),
  mutant('C2', CRASHES, 'counts only a retry that never became healthy', [
    'workflow/sessions/replacement.ts',
    "(({ origin }) => origin === 'retry').length",
    "(({ origin, pid }) => origin === 'retry' && pid === null).length",
  ]),
  mutant('C3', CRASHES, 'counts a loss twice', [
    'workflow/sessions/lifecycle.ts',
    'if (isLive(holder.session)) {',
    "if (holder.session.state !== 'released') {",
  ]),
  mutant('C4', CRASHES, 'knows only the last session of a participant', [
    'vocabulary/participants.ts',
    'findById(participant.sessions, id)',
    'findById(participant.sessions.slice(-1), id)',
  ]),
  mutant('C4', CRASHES, 'does not stop the sessions of earlier ids at the end', [
    'vocabulary/effects.ts',
    'sessions.map((session)',
    'sessions.slice(-1).map((session)',
  ]),
  mutant('C5', CRASHES, 'waits for a replacement that never became healthy', [
    'vocabulary/session.ts',
    "    case 'lost':\n      return 'dead';",
    "    case 'lost':\n      return last.pid === null && last.origin === 'retry' ? 'retrying' : 'dead';",
  ]),
  mutant('C5', CRASHES, 'waits at the start for a participant that has died', [
    'vocabulary/participants.ts',
    " || state === 'dead'",
    '',
  ]),
  mutant(
    'C8',
    ALONE,
    'cancels again with every report that comes after all have died',
    [
      'workflow/flow.ts',
      '!isOver(draft.design)) {',
      "(!isOver(draft.design) || draft.design.end?.stoppedBecause === 'no_persona_left')) {",
    ],
    [
      'workflow/rounds/end-design.ts',
      'if (draft.design.end !== null) return;\n  cancelTurns',
      'cancelTurns',
    ],
    [
      'workflow/flow.ts',
      '    takeNextStep(draft);\n',
      '    takeNextStep(draft);\n    if (listLivingPersonas(draft.design).length === 0) return;\n',
    ],
  ),
  mutant(
    'C9',
    ALONE,
    'notices only at the deadline that all are dead',
    [
      'workflow/flow.ts',
      'if (listLivingPersonas(draft.design).length === 0) cancel',
      'if (listLivingPersonas(draft.design).length === 0 && round === null) cancel',
    ],
    [
      'workflow/advance.ts',
      'if (!isAlive(owing)) excuse',
      'if (!isAlive(owing) && listLivingPersonas(draft.design).length > 0) excuse',
    ],
  ),
  mutant('C10', CRASHES, 'takes a persona that is being replaced for dead', [
    'vocabulary/participants.ts',
    "state !== 'dead' && ",
    "state !== 'dead' && state !== 'retrying' && ",
  ]),
  mutant('C13', CRASHES, 'forgets a replacement that is starting when it is cancelled', [
    'workflow/folds/folds.ts',
    'from(session) ? { ...session, state } : session',
    "session.state === 'healthy' ? { ...session, state } : session",
  ]),
  mutant('C13', CRASHES, 'lets a session that comes up after the end live', [
    'workflow/sessions/lifecycle.ts',
    "if (session.state === 'starting') {",
    "if (session.state === 'starting' || session.state === 'released') {",
  ]),
  mutant('C13', CRASHES, 'records a session that comes up too late and does not stop it', [
    'vocabulary/effects.ts',
    "return event.turnId === undefined\n        ? [{ type: 'stop_session', sessionId: event.sessionId }]\n        : [];",
    'return [];',
  ]),
  mutant('C18', RESTARTS, 'uses up the retry when Charrette itself restarts', [
    'workflow/sessions/replacement.ts',
    "if (!isOwnCrash(cause)) return 'resume';",
    "if (!isOwnCrash(cause)) return 'retry';",
  ]),
  mutant('C18', RESTARTS, 'resumes only the sessions that were healthy', [
    'workflow/sessions/lifecycle.ts',
    'if (session === undefined || !isLive(session)) continue;\n    if',
    "if (session?.state !== 'healthy') continue;\n    if",
  ]),
  mutant(
    'C18',
    RESTARTS,
    'leaves alone a session that was promised once and has been begun since',
    [
      'workflow/sessions/lifecycle.ts',
      "if (session.state === 'starting' && promised",
      'if (promised',
    ],
  ),
  mutant('C2', RESTS, 'uses up the retry when it wakes a participant', [
    'workflow/sessions/lifecycle.ts',
    "startSession(draft, participant, 'wake');",
    "startSession(draft, participant, 'retry');",
  ]),
  mutant('C11', RESTS, 'does not wake a participant that is needed again', [
    'workflow/advance.ts',
    'wake(draft, findParticipant(draft.design, id));',
    'id satisfies string;',
  ]),
  mutant('C23', CRASHES, 'keeps the sessions alive while a person decides', [
    'workflow/flow.ts',
    'if (gate === undefined || decision === null) parkSessions(draft);',
    'if (gate === undefined || decision === null) return;',
  ]),
  mutant('C23', CRASHES, 'replaces one that has signed', [
    'workflow/sessions/lifecycle.ts',
    'const parks = waits || owesNothing(draft.design, participant.id);',
    'const parks = waits;',
  ]),
  mutant('C23', RESTARTS, 'starts all sessions of a design that waits for people after a restart', [
    'workflow/sessions/lifecycle.ts',
    'CHARRETTE_STOPPED, waits);',
    'CHARRETTE_STOPPED);',
  ]),
  mutant('C13', RESTS, 'parks a session and leaves its process', [
    'vocabulary/effects.ts',
    'return event.parks ? stopParkedSessions(design) : [];',
    'return [];',
  ]),
  mutant('C20', HANGS, 'does not take a hung session for lost', [
    'workflow/sessions/lifecycle.ts',
    'if (isLive(holder.session)) {',
    "if (isLive(holder.session) && cause.kind !== 'hung') {",
  ]),
];
