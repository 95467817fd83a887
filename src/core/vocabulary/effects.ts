import * as z from 'zod';
import type { Design } from './design.ts';
import { type DesignEvent, RemindedOf } from './events.ts';
import { GateId, ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';
import { isReleased } from './participants.ts';

/** Posts in the design's thread, each made once. The gateway decides how they read and how they change later. */
export const Post = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['card', 'questions', 'proposals', 'differences', 'outcome']) }),
  /** Files of the design, with the message that they belong to. */
  z.strictObject({ kind: z.literal('files'), of: z.enum(['proposals', 'outcome']) }),
  z.strictObject({ kind: z.literal('gate'), gateId: GateId }),
  z.strictObject({ kind: z.literal('reminder'), about: RemindedOf }),
  /** The answer to a question about the decision, asked in the thread after the end: its number among all, from 1 (J14). */
  z.strictObject({ kind: z.literal('answer'), number: z.number().int().positive() }),
  /** Somebody asks the starter for an act: its place among these (from 0). */
  z.strictObject({ kind: z.literal('asked'), index: z.number().int().nonnegative() }),
]);
export type Post = z.infer<typeof Post>;
export type FilesPost = Extract<Post, { readonly kind: 'files' }>;
/** A message of its own. */
export type WordsPost = Exclude<Post, FilesPost>;

/** A call that a thread lacks, as a row of the outbox: the difference of what is wanted before and after an event. */
const SaidEffect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('post'), post: Post }),
  /** Shows the author of a reply what it was taken for; `again`: another mark than that may be there. */
  z.strictObject({
    type: z.literal('acknowledge'),
    replyId: z.string().max(220),
    again: z.literal(true).optional(),
  }),
  /** Tells the author of a reply that asks for something how things stand, privately and once. */
  z.strictObject({ type: z.literal('tell_requester'), replyId: z.string().max(220) }),
  /** Edits every message of the thread into its final form. */
  z.strictObject({ type: z.literal('finish_thread') }),
  /** Edits the card and the result after the end to what people have done with the decision (J14). */
  z.strictObject({ type: z.literal('show_standing') }),
]);
export type SaidEffect = z.infer<typeof SaidEffect>;

/** Effects of a committed event on processes and files. */
const WorkEffect = z.discriminatedUnion('type', [
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
  /** Tells the design that this one follows up on that another decision is in force (J14). */
  z.strictObject({ type: z.literal('tell_superseded') }),
]);
export type WorkEffect = z.infer<typeof WorkEffect>;

/** Effects of a commit that the runtime carries out, as plain data. */
export const Effect = z.discriminatedUnion('type', [...WorkEffect.options, ...SaidEffect.options]);
export type Effect = z.infer<typeof Effect>;

const SAID: ReadonlySet<Effect['type']> = new Set(SaidEffect.options.map(({ shape }) => shape.type.value));

/** The effects of one event on processes and files, on the design as that event left it. */
export function effectsOf(design: Design, event: DesignEvent): WorkEffect[] {
  switch (event.type) {
    case 'session_started':
      return [{ type: 'start_session', participant: event.participant, sessionId: event.sessionId }];
    case 'question_framed':
      return stopSessions(design.participants.filter(({ id }) => isReleased(design, id)));
    case 'session_parked':
    case 'late_report_recorded':
      return [{ type: 'stop_session', sessionId: event.sessionId }];
    case 'turn_started': {
      const { participant, sessionId, turnId, roundId } = event;
      return [{ type: 'ask', participant, sessionId, turnId, roundId }];
    }
    case 'outcome_settled':
      return [...stopEverySession(design), { type: 'write_files' }];
    case 'design_ended': {
      // A settled outcome has had its sessions stopped and its files written before it ended.
      const isLeft = design.settled?.status !== event.status;
      const left: WorkEffect[] = isLeft ? [...stopEverySession(design), { type: 'write_files' }] : [];
      return design.supersedes === true ? [...left, { type: 'tell_superseded' }] : left;
    }
    case 'record_asked':
      // Before the end there are no files.
      return design.end === null ? [] : [{ type: 'write_files' }];
    case 'decision_judged':
    case 'decision_superseded':
    case 'decision_published':
    case 'decision_rechecked':
      return [{ type: 'write_files' }];
    default:
      return [];
  }
}

/** Returns `true` for an effect that is said or shown in the thread. */
export function isSaid(effect: Effect): effect is SaidEffect {
  return SAID.has(effect.type);
}

/** Ends every session, also those of earlier ids (C4), so that no process outlives its design (C13). */
function stopEverySession({ participants }: Design): WorkEffect[] {
  return stopSessions(participants);
}

function stopSessions(participants: Design['participants']): WorkEffect[] {
  return participants.flatMap(({ sessions }) =>
    sessions.map((session): WorkEffect => ({ type: 'stop_session', sessionId: session.id })),
  );
}
