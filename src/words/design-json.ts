/** A design as JSON: what the API, the page and agents read. */

import * as z from 'zod';
import { caveatsOf } from '#design/caveats.ts';
import {
  CAVEAT_KINDS,
  Caveat,
  DEPTHS,
  FINAL_STATUSES,
  GATE_CHOICES,
  Person,
  PHASES,
  ROLES,
  ROUND_KINDS,
  STOP_REASONS,
  Thread,
} from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { mayRunAgain } from '#design/outcome.ts';
import { personaState, personasOf } from '#design/participants.ts';
import { nameOfAuthor } from '#design/people.ts';
import { isContested } from '#design/refinement.ts';
import { openRound } from '#design/rounds.ts';
import type { Design, Participant } from '#design/state.ts';
import { newestDecision, openGate, phaseOf, statusOf } from '#design/status.ts';
import { IMPACTS, SIGNING_VERDICTS } from '#design/submissions.ts';
import { firstLineOf } from './headline.ts';

/** ISO 8601. */
const time = z.string();
/** US dollars; `null`: unknown. */
const usd = z.number().nullable();
const ids = z.array(z.string()).readonly();

export const DesignJson = z.object({
  id: z.string(),
  topic: z.string(),
  depth: z.enum(DEPTHS),
  headline: z.string(),
  budgetUsd: z.number(),
  costUsd: usd,
  status: z.enum(['running', 'awaiting_input', ...FINAL_STATUSES]),
  phase: z.enum(PHASES),
  step: z.string(),
  version: z.int(),
  startedAt: time,
  endedAt: time.nullable(),
  startedBy: Person,
  thread: Thread.nullable(),
  successorOf: z.string().nullable(),
  rehearsal: z.boolean(),
  personas: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      role: z.enum(ROLES),
      state: z.enum(['starting', 'alive', 'retrying', 'dead']),
      sessionId: z.string().nullable(),
      previousSessionIds: ids,
      /** Of the process that the daemon spawned. */
      pid: z.int().nullable(),
      retried: z.boolean(),
      cause: z.string().nullable(),
      tokens: z.int(),
      costUsd: usd,
    }),
  ),
  round: z
    .object({ kind: z.enum(ROUND_KINDS), asked: ids, contributed: ids, excused: ids })
    .nullable(),
  answersUntil: time.nullable(),
  questions: z.array(
    z.object({
      id: z.string(),
      persona: z.string(),
      text: z.string(),
      why: z.string(),
      status: z.enum(['open', 'answered', 'differing', 'assumed']),
      answers: z.array(z.object({ replyId: z.string(), author: z.string() })),
      assumption: z.string(),
    }),
  ),
  replies: z.array(z.object({ id: z.string(), author: z.string(), at: time, text: z.string() })),
  seals: z.array(z.object({ persona: z.string(), sha256: z.string(), revealed: z.boolean() })),
  proposals: z.array(z.object({ letter: z.string(), persona: z.string(), headline: z.string() })),
  divergences: z.array(
    z.object({
      id: z.string(),
      description: z.string(),
      impact: z.enum(IMPACTS),
      status: z.enum(['open', 'settled']),
      positions: z.array(z.object({ id: z.string(), text: z.string(), personas: ids })),
    }),
  ),
  gate: z
    .object({
      id: z.string(),
      about: z.string(),
      reasons: z.array(z.enum(CAVEAT_KINDS)),
      choices: z.array(z.enum(GATE_CHOICES)),
      deadline: time,
    })
    .nullable(),
  caveats: z.array(Caveat),
  decision: z
    .object({
      sentence: z.string(),
      /** Markdown. */
      text: z.string(),
      sha256: z.string(),
      signatures: z.array(
        z.object({ persona: z.string(), verdict: z.enum(SIGNING_VERDICTS), words: z.string() }),
      ),
    })
    .nullable(),
  outcome: z
    .object({
      reason: z.enum(STOP_REASONS),
      participation: z.object({ contributed: ids, missing: ids }),
      costUsd: usd,
      /** A sentence, or empty. */
      stoppedBecause: z.string(),
      mayRunAgain: z.boolean(),
    })
    .nullable(),
});
export type DesignJson = z.infer<typeof DesignJson>;

export function designJson(design: Design): DesignJson {
  const { id, topic, depth, step, version, startedBy, thread, successorOf } = design;
  const { settings, answering, end } = design;
  return {
    id,
    topic,
    depth,
    headline: firstLineOf(design),
    budgetUsd: settings.budgetUsd,
    costUsd: usdOf(design),
    status: statusOf(design),
    phase: phaseOf(design),
    step,
    version,
    startedAt: iso(design.startedAt),
    endedAt: end === null ? null : iso(end.at),
    startedBy,
    thread,
    successorOf,
    rehearsal: design.isRehearsal,
    personas: design.participants.map((each) => personaJson(design, each)),
    round: roundJson(design),
    answersUntil: answering === null ? null : iso(answering.deadlineAt),
    questions: design.questions.map(
      ({ participant, answers, id, text, why, status, assumption }) => ({
        id,
        persona: participant,
        text,
        why,
        status,
        answers: design.replies
          .filter(({ number }) => answers.includes(number))
          .map((reply) => ({ replyId: `R${reply.number}`, author: nameOfAuthor(reply) })),
        assumption,
      }),
    ),
    replies: design.replies.map((reply) => ({
      id: `R${reply.number}`,
      author: nameOfAuthor(reply),
      at: iso(reply.at),
      text: reply.text,
    })),
    seals: design.proposals.map(({ participant, sha256 }) => ({
      persona: participant,
      sha256,
      revealed: design.areRevealed,
    })),
    proposals: (design.areRevealed ? design.proposals : []).map(
      ({ letter, participant, proposal }) => ({
        letter,
        persona: participant,
        headline: proposal.headline,
      }),
    ),
    divergences: (design.differences ?? []).map((difference) => ({
      id: difference.id,
      description: difference.description,
      impact: difference.impact,
      status: isContested(difference) ? 'open' : 'settled',
      positions: difference.positions.map(({ id, statement, holders }) => ({
        id,
        text: statement,
        personas: holders,
      })),
    })),
    gate: gateJson(design),
    caveats: caveatsOf(design),
    decision: decisionJson(design),
    outcome: outcomeJson(design),
  };
}

function roundJson(design: Design): DesignJson['round'] {
  const round = openRound(design);
  if (round === null) return null;
  const { kind, asked, contributed, excused } = round;
  return {
    kind,
    asked,
    contributed,
    excused: excused.map(({ participant }) => participant),
  };
}

function gateJson(design: Design): DesignJson['gate'] {
  const gate = openGate(design);
  if (gate === null) return null;
  const { id, reasons, choices, deadlineAt } = gate;
  const about = newestDecision(design)?.sha256 ?? '';
  return { id, about, reasons: [...reasons], choices: [...choices], deadline: iso(deadlineAt) };
}

function decisionJson(design: Design): DesignJson['decision'] {
  const newest = newestDecision(design);
  if (newest === null) return null;
  const { decision, text, sha256 } = newest;
  const signatures = design.signatures.map(({ participant, signature: { verdict, words } }) => {
    return { persona: participant, verdict, words };
  });
  return { sentence: decision.sentence, text, sha256, signatures };
}

function personaJson(design: Design, participant: Participant): DesignJson['personas'][number] {
  const { id, title, role, sessions } = participant;
  const newest = sessions.at(-1);
  const cause = sessions.findLast((session) => session.cause !== null)?.cause ?? null;
  const turns = design.turns.filter((turn) => turn.participant === id);
  return {
    name: id,
    title,
    role,
    state: personaState(participant),
    sessionId: newest?.id ?? null,
    previousSessionIds: sessions.slice(0, -1).map((session) => session.id),
    pid: design.end === null ? (newest?.pid ?? null) : null,
    retried: sessions.some(({ origin }) => origin === 'retry'),
    cause: cause?.detail ?? null,
    tokens: turns
      .flatMap(({ usage }) => Object.values(usage))
      .reduce((sum, tokens) => sum + tokens, 0),
    costUsd: usdOf({ ...design, turns }),
  };
}

function outcomeJson(design: Design): DesignJson['outcome'] {
  const { end, proposals } = design;
  if (end === null) return null;
  const contributed: string[] = proposals.map(({ participant }) => participant);
  const personas = personasOf(design).map(({ id }) => id);
  return {
    reason: end.reason,
    participation: { contributed, missing: personas.filter((id) => !contributed.includes(id)) },
    costUsd: usdOf(design),
    stoppedBecause: end.detail,
    mayRunAgain: mayRunAgain(design),
  };
}

/** Never zero for unknown (T7). */
function usdOf(design: Design): number | null {
  const cost = costOf(design);
  return cost.isUnknown ? null : Math.round(cost.usd * 10_000) / 10_000;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
