import * as z from 'zod';
import type { Design } from './design.ts';
import { type EventWith, hasTrait } from './event-traits.ts';
import { type DesignEvent, RemindedOf } from './events.ts';
import { DivergenceId, GateId, ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';
import { divergencesIn } from './round.ts';
import { isPaused } from './status.ts';

/** What is posted in the design's thread, once each. The gateway decides how it reads and how it changes later. */
export const Post = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['card', 'questions', 'proposals', 'outcome']) }),
  /** Files of the design, with the message that they belong to. */
  z.strictObject({ kind: z.literal('files'), of: z.enum(['proposals', 'outcome']) }),
  z.strictObject({ kind: z.literal('divergence'), divergenceId: DivergenceId }),
  z.strictObject({ kind: z.literal('gate'), gateId: GateId }),
  z.strictObject({ kind: z.literal('reminder'), about: RemindedOf }),
]);
export type Post = z.infer<typeof Post>;
export type FilesPost = Extract<Post, { readonly kind: 'files' }>;
/** A message of its own. */
export type WordsPost = Exclude<Post, FilesPost>;

/** What is said or shown in the thread; nothing of it where a design has none. */
const SaidEffect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('post'), post: Post }),
  /** Shows the author of a reply what it was taken for; `again`: another mark than that may be there. */
  z.strictObject({
    type: z.literal('acknowledge'),
    replyId: z.string().max(220),
    again: z.literal(true).optional(),
  }),
  /** Edits every message of the thread into its final form. */
  z.strictObject({ type: z.literal('finish_thread') }),
]);
export type SaidEffect = z.infer<typeof SaidEffect>;

/** What a committed event makes the runtime do, as plain data. */
export const Effect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start_session'), participant: ParticipantId, sessionId: SessionId }),
  z.strictObject({ type: z.literal('stop_session'), sessionId: SessionId }),
  z.strictObject({
    type: z.literal('ask'),
    participant: ParticipantId,
    sessionId: SessionId,
    turnId: TurnId,
    roundId: RoundId,
  }),
  z.strictObject({ type: z.literal('write_files') }),
  ...SaidEffect.options,
]);
export type Effect = z.infer<typeof Effect>;

/** The effects of one event on the design as that event left it: what concerns processes and files before what is said. */
export function effectsOf(design: Design, event: DesignEvent): Effect[] {
  const effects = hasTrait(event, 'acted_on') ? allEffectsOf(design, event) : [];
  return design.thread === null ? effects.filter((effect) => !isSaid(effect)) : effects;
}

const SAID: ReadonlySet<Effect['type']> = new Set(SaidEffect.options.map(({ shape }) => shape.type.value));

export function isSaid(effect: Effect): effect is SaidEffect {
  return SAID.has(effect.type);
}

function allEffectsOf(design: Design, event: EventWith<'acted_on'>): Effect[] {
  switch (event.type) {
    case 'design_started':
      return [post({ kind: 'card' })];
    case 'session_started':
      return [{ type: 'start_session', participant: event.participant, sessionId: event.sessionId }];
    case 'session_parked':
    case 'late_report_recorded':
      return [{ type: 'stop_session', sessionId: event.sessionId }];
    case 'turn_started': {
      const { participant, sessionId, turnId, roundId } = event;
      return [{ type: 'ask', participant, sessionId, turnId, roundId }];
    }
    case 'answering_opened':
      return [post({ kind: 'questions' })];
    case 'reply_recorded':
      return [{ type: 'acknowledge', replyId: event.id }];
    case 'reply_revised':
      return [{ type: 'acknowledge', replyId: event.id, again: true }];
    case 'answers_matched':
      return [...new Set([...event.matches, ...(event.leftOpen ?? [])].map(({ replyId }) => replyId))].map(
        markAgain,
      );
    case 'reply_match_corrected':
      return [...new Set([event.replyId, event.ofReply])].flatMap((id) =>
        id == null ? [] : [markAgain(id)],
      );
    case 'proposals_revealed':
      return [post({ kind: 'proposals' }), post({ kind: 'files', of: 'proposals' })];
    case 'round_opened': {
      const argued = design.rounds.flatMap(divergencesIn);
      const first = divergencesIn(event).filter((id) => argued.filter((each) => each === id).length === 1);
      return first.map((divergenceId) => post({ kind: 'divergence', divergenceId }));
    }
    case 'gate_opened':
      // A pause shows its question on the card only: it begins because nothing can be posted in the thread.
      return isPaused(design) ? [] : [post({ kind: 'gate', gateId: event.gateId })];
    case 'people_reminded':
      return [post({ kind: 'reminder', about: event.about })];
    case 'outcome_settled':
      return [...stopEverySession(design), { type: 'write_files' }];
    case 'files_written':
      // Of a design that was stopped, files are written after its end.
      return design.end === null ? [] : [...filesOf(design), { type: 'finish_thread' }];
    case 'design_ended': {
      const said: Effect[] = [post({ kind: 'outcome' }), ...filesOf(design), { type: 'finish_thread' }];
      // A settled outcome has had its sessions stopped and its files written before it ended.
      return design.settled?.status === event.status
        ? said
        : [...stopEverySession(design), { type: 'write_files' }, ...said];
    }
  }
}

function post(what: Post): Effect {
  return { type: 'post', post: what };
}

function markAgain(replyId: string): Effect {
  return { type: 'acknowledge', replyId, again: true };
}

function filesOf({ files }: Design): Effect[] {
  return files.length === 0 ? [] : [post({ kind: 'files', of: 'outcome' })];
}

/** Ends every session, also those of earlier ids (C4), so that no process outlives its design (C13). */
function stopEverySession(design: Design): Effect[] {
  return design.participants.flatMap(({ sessions }) =>
    sessions.map((session): Effect => ({ type: 'stop_session', sessionId: session.id })),
  );
}
