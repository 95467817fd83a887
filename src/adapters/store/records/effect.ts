import * as z from 'zod';
import type { Effect, Post } from '../../../core/effects.ts';
import { ParticipantId, SessionId, TurnId } from '../../../core/ids.ts';
import type { OutboxEntry } from '../../../runtime/ports/store.ts';

const POSTS = {
  card: z.strictObject({ kind: z.literal('card') }),
  questions: z.strictObject({ kind: z.literal('questions') }),
  seals: z.strictObject({ kind: z.literal('seals') }),
  files: z.strictObject({ kind: z.literal('files'), of: z.enum(['proposals', 'outcome']) }),
  proposals: z.strictObject({ kind: z.literal('proposals') }),
  outcome: z.strictObject({ kind: z.literal('outcome') }),
  divergence: z.strictObject({
    kind: z.literal('divergence'),
    divergenceId: z.templateLiteral(['D', z.number().int()]),
  }),
  gate: z.strictObject({ kind: z.literal('gate'), gateId: z.templateLiteral(['gate-', z.number().int()]) }),
} satisfies { [Kind in Post['kind']]: z.ZodType<{ kind: Kind }> };
const StoredPost: z.ZodType<Post> = z.union(Object.values(POSTS));

/** One schema per effect; a new effect without one does not compile. */
const EFFECTS = {
  start_session: z.strictObject({
    type: z.literal('start_session'),
    participant: ParticipantId,
    sessionId: SessionId,
  }),
  stop_session: z.strictObject({ type: z.literal('stop_session'), sessionId: SessionId }),
  ask: z.strictObject({
    type: z.literal('ask'),
    participant: ParticipantId,
    sessionId: SessionId,
    turnId: TurnId,
    roundId: z.templateLiteral(['r', z.number().int()]),
  }),
  write_files: z.strictObject({ type: z.literal('write_files') }),
  post: z.strictObject({ type: z.literal('post'), post: StoredPost }),
  acknowledge: z.strictObject({ type: z.literal('acknowledge'), replyId: z.string().max(220) }),
  finish_thread: z.strictObject({ type: z.literal('finish_thread') }),
} satisfies { [Type in Effect['type']]: z.ZodType<Extract<Effect, { type: Type }>> };

export const StoredEffect: z.ZodType<Effect> = z.union(Object.values(EFFECTS));

/** The one schema that an effect must conform to: trying all of them takes ten times as long. */
export function schemaOf({ type }: Effect): z.ZodType<Effect> {
  return EFFECTS[type];
}

export const StoredEffectState: z.ZodType<OutboxEntry['state']> = z.enum([
  'pending',
  'attempted',
  'done',
  'dropped',
]);
