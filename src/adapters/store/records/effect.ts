import * as z from 'zod';
import type { Effect } from '../../../core/effects.ts';
import { ParticipantId, SessionId, TurnId } from '../../../core/ids.ts';
import type { OutboxEntry } from '../../../runtime/ports/store.ts';

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
} satisfies { [Type in Effect['type']]: z.ZodType<Extract<Effect, { type: Type }>> };

export const StoredEffect: z.ZodType<Effect> = z.union(Object.values(EFFECTS));

export const StoredEffectState: z.ZodType<OutboxEntry['state']> = z.enum([
  'pending',
  'attempted',
  'done',
  'dropped',
]);
