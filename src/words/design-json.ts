/** A design as JSON: what the API, the page and agents read. */

import * as z from 'zod';
import { caveatsOf } from '#design/caveats.ts';
import {
  CAVEAT_KINDS,
  DEPTHS,
  FINAL_STATUSES,
  GATE_CHOICES,
  PHASES,
  ROLES,
  ROUND_KINDS,
  STOP_REASONS,
  Thread,
  VIAS,
} from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { mayRunAgain } from '#design/outcome.ts';
import { personaState, personasOf } from '#design/participants.ts';
import { isContested } from '#design/refinement.ts';
import { openRound } from '#design/rounds.ts';
import type { Design, Participant } from '#design/state.ts';
import { newestDecision, openGate, phaseOf, statusOf } from '#design/status.ts';
import { IMPACTS, SIGNING_VERDICTS } from '#design/submissions.ts';
import { firstLineOf } from './headline.ts';
import { nameOfAuthor } from './people.ts';

/** ISO 8601. */
const time = z.string();
/** US dollars; `null`: unknown. */
const usd = z.number().nullable();
const ids = z.array(z.string());

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
  startedBy: z.object({ name: z.string(), id: z.string(), via: z.enum(VIAS) }),
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
  caveats: z.array(z.object({ kind: z.enum(CAVEAT_KINDS), text: z.string() })),
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
  const round = openRound(design);
  const gate = openGate(design);
  const decision = newestDecision(design);
  const { end, answering, settings, thread, startedBy } = design;
  return {
    id: design.id,
    topic: design.topic,
    depth: design.depth,
    headline: firstLineOf(design),
    budgetUsd: settings.budgetUsd,
    costUsd: usdOf(design),
    status: statusOf(design),
    phase: phaseOf(design),
    step: design.step,
    version: design.version,
    startedAt: iso(design.startedAt),
    endedAt: end === null ? null : iso(end.at),
    startedBy: { name: startedBy.name, id: startedBy.id, via: startedBy.via },
    thread,
    successorOf: design.successorOf,
    rehearsal: design.isRehearsal,
    personas: design.participants.map((each) => personaJson(design, each)),
    round:
      round === null
        ? null
        : {
            kind: round.kind,
            asked: [...round.asked],
            contributed: [...round.contributed],
            excused: round.excused.map(({ participant }) => participant),
          },
    answersUntil: answering === null ? null : iso(answering.deadlineAt),
    questions: design.questions.map(
      ({ id, participant, text, why, status, answers, assumption }) => ({
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
        personas: [...holders],
      })),
    })),
    gate:
      gate === null
        ? null
        : {
            id: gate.id,
            about: decision?.sha256 ?? '',
            reasons: [...gate.reasons],
            choices: [...gate.choices],
            deadline: iso(gate.deadlineAt),
          },
    caveats: caveatsOf(design).map(({ kind, text }) => ({ kind, text })),
    decision:
      decision === null
        ? null
        : {
            sentence: decision.decision.sentence,
            text: decision.text,
            sha256: decision.sha256,
            signatures: design.signatures.map(({ participant, signature }) => ({
              persona: participant,
              verdict: signature.verdict,
              words: signature.words,
            })),
          },
    outcome: end === null ? null : outcomeJson(design, end),
  };
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
    pid: newest?.pid ?? null,
    retried: sessions.some(({ origin }) => origin === 'retry'),
    cause: cause?.detail ?? null,
    tokens: turns.reduce(
      (sum, { usage }) =>
        sum +
        usage.inputTokens +
        usage.cacheWriteTokens +
        usage.cacheReadTokens +
        usage.outputTokens,
      0,
    ),
    costUsd: usdOf({ ...design, turns }),
  };
}

function outcomeJson(design: Design, end: NonNullable<Design['end']>): DesignJson['outcome'] {
  const contributed: string[] = design.proposals.map(({ participant }) => participant);
  return {
    reason: end.reason,
    participation: {
      contributed,
      missing: personasOf(design)
        .map(({ id }) => id)
        .filter((id) => !contributed.includes(id)),
    },
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
