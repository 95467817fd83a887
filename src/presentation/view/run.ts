import type { Design, Participant } from '../../core/vocabulary/design.ts';
import { atLeastMark, costOf, iso } from '../../core/vocabulary/figures.ts';
import { divergencesIn } from '../../core/vocabulary/round.ts';
import { participantState } from '../../core/vocabulary/session.ts';
import { openRound, pausedIn } from '../../core/vocabulary/status.ts';
import { timesReplaced } from '../../core/workflow/sessions/replacement.ts';
import { causeWords } from '../run/crash.ts';
import type { Read } from '../schema/field.ts';
import type { RUN } from '../schema/run.ts';

type Run = Read<typeof RUN>;

export function runOf(design: Design): Run {
  return {
    paused: pausedOf(design),
    personas: design.participants.map((participant) => personaOf(design, participant)),
    round: roundOf(design),
    silence: silenceOf(design),
    slotWait: slotWaitOf(design),
  };
}

function roundOf(design: Design): Run['round'] {
  const round = openRound(design);
  if (round === null) return null;
  const { kind, asked, contributed, excused, deadlineAt } = round;
  return { kind, divergences: divergencesIn(round), asked, contributed, excused, deadline: iso(deadlineAt) };
}

/** The pause for an unusable model (A21). Participants that need the model are not asked meanwhile. */
function pausedOf(design: Design): Run['paused'] {
  const pause = pausedIn(design);
  return pause === null ? null : { since: iso(pause.at), until: iso(pause.until), cause: pause.cause };
}

/** `null` for none, and if another process runs the design. */
function silenceOf({ silence }: Design): Run['silence'] {
  if (silence === undefined) return null;
  const { participants, since, againAt, weather } = silence;
  return {
    participants,
    since: iso(since),
    againAt: againAt === null ? null : iso(againAt),
    weather:
      weather === undefined ? null : { ...weather, since: iso(weather.since), until: iso(weather.until) },
  };
}

/** `null` if the design has a slot, and if another process runs it. */
function slotWaitOf({ slotWait }: Design): Run['slotWait'] {
  return slotWait === undefined ? null : { since: iso(slotWait.since), forTheirOwn: slotWait.isForTheirOwn };
}

function personaOf(design: Design, participant: Participant): Run['personas'][number] {
  const { id, title, emoji, role, model, sessions } = participant;
  const last = sessions.at(-1);
  const turns = design.turns.filter((turn) => turn.participant === id);
  const lost = sessions.findLast((session) => session.cause !== null)?.cause ?? null;
  return {
    id,
    name: id,
    title,
    emoji,
    role,
    model,
    state: shownState(sessions),
    activity: activityOf(design, id),
    sessionId: last?.id ?? null,
    previousSessionIds: sessions.slice(0, -1).map((session) => session.id),
    pid: last?.state === 'healthy' ? last.pid : null,
    retried: timesReplaced(sessions) > 0,
    cause: lost === null ? null : causeWords(lost),
    tokens: turns.reduce((sum, turn) => sum + turn.tokens, 0),
    costUsd: costOf(turns),
    ...atLeastMark(turns),
  };
}

/** API v1 shows a parked participant as *released*, since its process is. */
function shownState(sessions: Participant['sessions']) {
  const state = participantState(sessions);
  return state === 'parked' ? 'released' : state;
}

function activityOf(design: Design, id: Participant['id']): Run['personas'][number]['activity'] {
  const round = openRound(design);
  if (round === null || !round.asked.includes(id)) return 'idle';
  if (round.contributed.includes(id)) return 'done';
  if (round.excused.some((excuse) => excuse.participant === id)) return 'excused';
  return design.turns.some((turn) => turn.participant === id && turn.outcome === 'open') ? 'working' : 'idle';
}
