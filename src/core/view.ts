import type { Design, Participant } from './design.ts';
import { costOf } from './figures.ts';
import type { ParticipantId } from './ids.ts';
import { publishedOutcome } from './outcome/outcome.ts';
import { timesReplaced } from './session/replacement.ts';
import { participantState } from './session/session.ts';
import { openGate, openRound, phaseOf, statusOf } from './status.ts';

/** A design as outsiders see it: the JSON of HTTP API v1. A change of shape needs a new version of the API. */
export type DesignView = ReturnType<typeof viewOf>;

export function viewOf(design: Design) {
  const round = openRound(design);
  const gate = openGate(design);
  return {
    id: design.id,
    topic: design.topic,
    successorOf: design.successorOf,
    status: statusOf(design),
    phase: phaseOf(design.step),
    step: design.step,
    version: design.version,
    startedAt: iso(design.startedAt),
    endedAt: design.end === null ? null : iso(design.end.at),
    startedBy: design.startedBy,
    thread: design.thread,
    personas: design.participants.map((participant) => participantView(design, participant)),
    round:
      round === null
        ? null
        : {
            kind: round.kind,
            divergenceId: round.divergenceId,
            asked: round.asked,
            contributed: round.contributed,
            excused: round.excused,
            deadline: iso(round.deadlineAt),
          },
    answering: design.answering === null ? null : { deadline: iso(design.answering.deadlineAt) },
    questions: design.questions.map((question) => questionView(design, question)),
    seals: design.proposals.map(({ participant, sha256, revealed }) => ({
      persona: participant,
      sha256,
      revealed,
    })),
    divergences: design.divergences.map((divergence) => ({
      id: divergence.id,
      description: divergence.description,
      personas: divergence.positions.flatMap((position) => position.holders),
      impact: divergence.impact,
      status: divergenceStatus(design, divergence.id),
      outcome: divergence.settlement,
    })),
    gate:
      gate === null
        ? null
        : { id: gate.id, reasons: gate.reasons, choices: gate.choices, deadline: iso(gate.deadlineAt) },
    outcome: publishedOutcome(design),
    rehearsal: design.rehearsal,
  };
}

function participantView(design: Design, participant: Participant) {
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
    cause: lost === null ? null : causeText(lost),
    tokens: turns.reduce((sum, turn) => sum + turn.tokens, 0),
    costUsd: costOf(turns),
  };
}

/** API v1 has no word for a parked participant: its process is released until it is needed again. */
function shownState(sessions: Participant['sessions']) {
  const state = participantState(sessions);
  return state === 'parked' ? 'released' : state;
}

/** A short cause first, the pointer last (D2). */
function causeText({ detail, diagnostics }: { detail: string; diagnostics: string }): string {
  return diagnostics === '' ? detail : `${detail} [diagnostics: ${diagnostics}]`;
}

/** What a participant is doing in the open round, for people who wait. */
export type Activity = 'idle' | 'working' | 'done' | 'excused';

export function activityOf(design: Design, id: ParticipantId): Activity {
  const round = openRound(design);
  if (round === null || !round.asked.includes(id)) return 'idle';
  if (round.contributed.includes(id)) return 'done';
  if (round.excused.some((excuse) => excuse.participant === id)) return 'excused';
  return design.turns.some((turn) => turn.participant === id && turn.outcome === 'open') ? 'working' : 'idle';
}

function questionView(
  design: Design,
  { id, participant, text, why, status, assumption }: Design['questions'][number],
) {
  const base = { id, persona: participant, text, why, status };
  if (status === 'assumed') return { ...base, assumption };
  const answers = design.replies.flatMap((reply) =>
    reply.answers
      .filter((each) => each.questionId === id)
      .map((each) => ({ author: reply.author, text: each.text })),
  );
  return answers.length === 0
    ? base
    : { ...base, answer: answers.map((each) => each.text).join('\n\n'), answers };
}

function divergenceStatus(design: Design, id: string): 'open' | 'arguing' | 'noted' | 'settled' {
  const divergence = design.divergences.find((each) => each.id === id);
  if (divergence?.settlement != null) return 'settled';
  if (openRound(design)?.divergenceId === id) return 'arguing';
  return divergence?.impact === 'low' ? 'noted' : 'open';
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
