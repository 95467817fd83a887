import * as z from 'zod';
import type { Design } from './design.ts';
import type { DesignEvent } from './events.ts';
import { GateId, ParticipantId, QuestionId, RoundId, SessionId, TurnId } from './ids.ts';
import { isReleased } from './participants.ts';

/**
 * Messages and files in the design's thread, each posted once. Presentation decides how they read
 * and change.
 */
export const Post = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['card', 'outcome']) }),
  z.strictObject({
    kind: z.literal('list'),
    of: z.enum(['questions', 'proposals', 'differences']),
  }),
  z.strictObject({ kind: z.literal('files'), of: z.enum(['proposals', 'outcome']) }),
  z.strictObject({ kind: z.literal('gate'), gateId: GateId }),
  /** Goes on with the caveats of a gate's message or of the result, where they are many. */
  z.strictObject({ kind: z.literal('caveats'), of: z.union([GateId, z.literal('outcome')]) }),
  /** Its index among all, from 0. */
  z.strictObject({ kind: z.literal('reminder'), index: z.number().int().nonnegative() }),
  /** Asks people who differ on a question. */
  z.strictObject({ kind: z.literal('differ'), questionId: QuestionId }),
  /** The answer to a question about the decision: its number among all, from 1. */
  z.strictObject({ kind: z.literal('answer'), number: z.number().int().positive() }),
]);
export type Post = z.infer<typeof Post>;
export type FilesPost = Extract<Post, { readonly kind: 'files' }>;
export type WordsPost = Exclude<Post, FilesPost>;

/**
 * A chat call that an event makes necessary, as a row of the outbox: the difference between the
 * thread's desired messages before and after the event.
 */
const SaidEffect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('post'), post: Post }),
  /** Marks a reply to show how it was understood. */
  z.strictObject({ type: z.literal('acknowledge'), replyId: z.string().max(220) }),
  /** Tells the author of a request the state of the design: privately, and once. */
  z.strictObject({ type: z.literal('tell_requester'), replyId: z.string().max(220) }),
  /** Tells the starter that nothing can be posted in the thread: privately, and once. */
  z.strictObject({ type: z.literal('tell_starter') }),
  /** Edits every message of the thread into its final form. */
  z.strictObject({ type: z.literal('finish_thread') }),
  /** Edits the card and the result to show people's later acts on the decision. */
  z.strictObject({ type: z.literal('show_standing') }),
]);
export type SaidEffect = z.infer<typeof SaidEffect>;

const WorkEffect = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start_session'),
    participant: ParticipantId,
    sessionId: SessionId,
  }),
  z.strictObject({ type: z.literal('stop_session'), sessionId: SessionId }),
  z.strictObject({
    type: z.literal('ask'),
    participant: ParticipantId,
    sessionId: SessionId,
    turnId: TurnId,
    roundId: RoundId,
  }),
  z.strictObject({ type: z.literal('write_files') }),
  /** Tells the earlier design that this design's decision replaces the earlier one. */
  z.strictObject({ type: z.literal('tell_superseded') }),
]);
export type WorkEffect = z.infer<typeof WorkEffect>;

/** Effects of a commit, as plain data, for the runtime to carry out. */
export const Effect = z.discriminatedUnion('type', [...WorkEffect.options, ...SaidEffect.options]);
export type Effect = z.infer<typeof Effect>;

const SAID: ReadonlySet<Effect['type']> = new Set(
  SaidEffect.options.map(({ shape }) => shape.type.value),
);

/** Effects of one event on processes and files. `design` already includes the event. */
export function effectsOf(design: Design, event: DesignEvent): WorkEffect[] {
  switch (event.type) {
    case 'session_started':
      return [
        { type: 'start_session', participant: event.participant, sessionId: event.sessionId },
      ];
    case 'question_framed':
      return stopSessions(design.participants.filter(({ id }) => isReleased(design, id)));
    case 'status_changed':
      return event.parks ? stopParkedSessions(design) : [];
    case 'late_report_recorded':
      // A session that submits late may have another turn.
      return event.turnId === undefined
        ? [{ type: 'stop_session', sessionId: event.sessionId }]
        : [];
    case 'turn_started': {
      const { participant, sessionId, turnId, roundId } = event;
      return [{ type: 'ask', participant, sessionId, turnId, roundId }];
    }
    case 'outcome_settled':
      return [...stopSessions(design.participants), { type: 'write_files' }];
    case 'design_ended': {
      // A settled outcome already stopped the sessions and wrote the files.
      const isLeft = design.settled?.status !== event.status;
      const left: WorkEffect[] = isLeft
        ? [...stopSessions(design.participants), { type: 'write_files' }]
        : [];
      return design.supersedes === true ? [...left, { type: 'tell_superseded' }] : left;
    }
    case 'record_asked':
      // There are no files before the end.
      return design.end === null ? [] : [{ type: 'write_files' }];
    case 'decision_judged':
    case 'decision_published':
      return [{ type: 'write_files' }];
    default:
      return [];
  }
}

export function isSaid(effect: Effect): effect is SaidEffect {
  return SAID.has(effect.type);
}

function stopParkedSessions({ participants }: Design): WorkEffect[] {
  const newest = participants.map((each) => ({ ...each, sessions: each.sessions.slice(-1) }));
  return stopSessions(
    newest.filter(({ sessions }) => sessions.some(({ state }) => state === 'parked')),
  );
}

/** Ends all their sessions, earlier ones too, so that no process outlives its design. */
function stopSessions(participants: Design['participants']): WorkEffect[] {
  return participants.flatMap(({ sessions }) =>
    sessions.map((session): WorkEffect => ({ type: 'stop_session', sessionId: session.id })),
  );
}
