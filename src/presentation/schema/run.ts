import * as z from 'zod';
import { TurnRow } from '../../core/outcome/turn-rows.ts';
import { DivergenceId, ParticipantId, SessionId } from '../../core/vocabulary/ids.ts';
import {
  DEPTHS,
  EXCUSES,
  ROLES,
  ROUND_KINDS,
  UNAVAILABLE_CAUSES,
} from '../../core/vocabulary/sets.ts';
import { isAtLeast, personas, time, usd, words } from './field.ts';

const DOINGS = [
  'starting',
  'working',
  'retrying',
  'dead',
  'released',
  'resting',
  'asked',
  'sealed',
  'argued',
  'signed',
  'dissented',
  'delivered',
  'excused',
] as const;

const Persona = z.object({
  id: ParticipantId,
  name: ParticipantId,
  title: z.string(),
  emoji: z.string(),
  role: z.enum(ROLES),
  model: z.string(),
  state: z.enum(['starting', 'alive', 'retrying', 'dead', 'released']),
  doing: z
    .object({ kind: z.enum(DOINGS), words: z.string() })
    .describe('after its title, for people; without words where it rests'),
  sessionId: SessionId.nullable(),
  previousSessionIds: z.array(SessionId),
  pid: z.number().nullable(),
  retried: z.boolean(),
  replaced: z.number().int().describe('how often'),
  cause: z.string().nullable().describe('why its last session was lost, in words'),
  crashes: z
    .array(z.object({ at: time, sessionId: SessionId, words: z.string() }))
    .describe('losses of its own making, also between its turns'),
  part: words.describe('how far it got, how often it was replaced, and the rounds it missed'),
  turns: z.number().int(),
  since: time.nullable().describe('start of its open turn'),
  lastWords: z.string().describe('what it said last that is not secret'),
  tokens: z.number(),
  costUsd: usd,
  costIsAtLeast: isAtLeast,
});

const WAITS = ['start', 'answers', 'decision', 'slot', 'model', 'participants', 'files'] as const;

/** Who takes part, what the design waits for, and what it takes. */
export const RUN = {
  mark: z.string().describe('the notice of a rehearsal; empty where models are called'),
  paused: z.object({ since: time, until: time, cause: z.enum(UNAVAILABLE_CAUSES) }).nullable(),
  waiting: z
    .object({
      kind: z.enum(WAITS),
      words: z.string().describe('without times; empty where everybody has answered'),
      since: time.nullable(),
      until: time.nullable(),
    })
    .nullable()
    .describe('null after the end, and between two rounds'),
  waits: z
    .array(
      z.object({
        kind: z.enum(['answers', 'decision', 'model']),
        since: time,
        until: time.nullable(),
      }),
    )
    .describe('how long it waited, and for what; until null: it still waits'),
  personas: z.array(Persona),
  turns: z.array(TurnRow),
  round: z
    .object({
      kind: z.enum(ROUND_KINDS),
      divergences: z.array(DivergenceId),
      asked: personas,
      contributed: personas,
      excused: z.array(z.object({ participant: ParticipantId, reason: z.enum(EXCUSES) })),
      deadline: time,
    })
    .nullable(),
  silence: z
    .object({
      since: time,
      againAt: time.nullable(),
      unavailable: z.object({ since: time, until: time }).nullable(),
      words: z.string().describe('without times'),
    })
    .nullable()
    .describe('model calls without an answer for a while'),
  changedAt: time,
  took: z.string().describe('model time, and time in all'),
  forecast: z.string().describe('how much longer it will take, in a sentence; empty after the end'),
  cost: z.object({
    usd,
    isAtLeast: z.boolean(),
    tokens: z.number(),
    budgetUsd: z.number().nullable(),
  }),
  depth: z.enum(DEPTHS),
  repository: z
    .object({
      name: z.string(),
      commit: z.string(),
      missing: z.number().describe('files and folders of the commit that a partial clone lacks'),
    })
    .nullable(),
  vendor: z.string().describe('receives all prompts; empty in a rehearsal'),
  follows: z.string().describe('its relation to followUpOf, in words; empty without one'),
  carried: z
    .string()
    .describe('what it took over from an earlier run, in words; empty for a first run'),
  hasKept: z.boolean().describe('another run would begin with something of this one'),
};
