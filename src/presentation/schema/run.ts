import * as z from 'zod';
import { DivergenceId, ParticipantId, SessionId } from '../../core/vocabulary/ids.ts';
import { EXCUSES, ROLES, ROUND_KINDS, WEATHER } from '../../core/vocabulary/sets.ts';
import { isAtLeast, time, usd } from './field.ts';

const Persona = z.object({
  id: ParticipantId,
  name: ParticipantId,
  title: z.string(),
  emoji: z.string(),
  role: z.enum(ROLES),
  model: z.string(),
  state: z.enum(['starting', 'alive', 'retrying', 'dead', 'released']),
  activity: z.enum(['idle', 'working', 'done', 'excused']).describe('in the open round'),
  sessionId: SessionId.nullable(),
  previousSessionIds: z.array(SessionId),
  pid: z.number().nullable(),
  retried: z.boolean(),
  cause: z.string().nullable().describe('why its last session was lost, in words'),
  tokens: z.number(),
  costUsd: usd,
  costIsAtLeast: isAtLeast,
});

/** Who takes part, and what the design waits for. */
export const RUN = {
  paused: z.object({ since: time, until: time, cause: z.enum(WEATHER) }).nullable(),
  personas: z.array(Persona),
  round: z
    .object({
      kind: z.enum(ROUND_KINDS),
      divergences: z.array(DivergenceId),
      asked: z.array(ParticipantId),
      contributed: z.array(ParticipantId),
      excused: z.array(z.object({ participant: ParticipantId, reason: z.enum(EXCUSES) })),
      deadline: time,
    })
    .nullable(),
  silence: z
    .object({
      participants: z.array(ParticipantId),
      since: time,
      againAt: time.nullable(),
      weather: z
        .object({ cause: z.enum(WEATHER), endpoint: z.string(), since: time, until: time })
        .nullable(),
    })
    .nullable()
    .describe('model calls without an answer for a while'),
  slotWait: z.object({ since: time, forTheirOwn: z.boolean() }).nullable(),
};
