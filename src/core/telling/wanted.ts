import type { Design, Reply } from '../vocabulary/design.ts';
import type { Post, SaidEffect } from '../vocabulary/effects.ts';
import type { DivergenceId } from '../vocabulary/ids.ts';
import { divergencesIn } from '../vocabulary/round.ts';
import { isPause } from '../vocabulary/status.ts';

/** A message that the thread should show; the gateway draws it from the design as it is. */
interface WantedMessage {
  /** The same for this message of its design for ever. */
  readonly id: string;
  readonly post: Post;
}

/** The mark under a message of a person. */
export interface WantedMark {
  /** The newest reply of that message. */
  readonly replyId: string;
  /** `answered`: it answers a question; `heard`: it was taken, and answers none so far. */
  readonly mark: 'heard' | 'answered';
}

/** A thread as its design says that it should look. */
export interface Wanted {
  /** In the order in which they are posted. It only grows, by the end alone. */
  readonly messages: readonly WantedMessage[];
  /** By the message that is marked. Its words and each of its files are replies, and the best of them counts. */
  readonly marks: ReadonlyMap<string, WantedMark>;
  /** Every message gets the form that it keeps. Only files of the outcome may still come. */
  readonly isFinal: boolean;
}

const NOTHING: Wanted = { messages: [], marks: new Map(), isFinal: false };

/** Nothing is wanted of a design without a thread. */
export function wanted(design: Design): Wanted {
  if (design.thread === null) return NOTHING;
  const { end, files } = design;
  const outcome: readonly Post[] = end === null ? [] : [{ kind: 'outcome' }];
  const result: readonly Post[] =
    end === null || files.length === 0 ? [] : [{ kind: 'files', of: 'outcome' }];
  const posts: readonly Post[] = [{ kind: 'card' }, ...onTheWay(design), ...outcome, ...result];
  const messages = posts.map((post) => ({ id: messageIdOf(post), post }));
  return { messages, marks: marksOf(design.replies), isFinal: end !== null };
}

/** Distinguishes the messages of one design. */
function messageIdOf(post: Post): string {
  switch (post.kind) {
    case 'files':
      return `files of ${post.of}`;
    case 'divergence':
      return `divergence ${post.divergenceId}`;
    case 'gate':
      return `gate ${post.gateId}`;
    case 'reminder':
      return `reminder of ${post.about}`;
    default:
      return post.kind;
  }
}

/** Returns the effects after which a thread that shows what `before` wants shows what `after` wants: a part of their commit (P4). */
export function saidBetween(before: Design | null, after: Design): SaidEffect[] {
  const shown = before === null ? NOTHING : wanted(before);
  const { messages, marks, isFinal } = wanted(after);
  const said: SaidEffect[] = messages
    .slice(shown.messages.length)
    .map(({ post }) => ({ type: 'post', post }));
  // After the end nobody reads what is written, so that no mark says that it is heard; words carried over were marked before.
  const areRead = before !== null && !shown.isFinal;
  const isFinished = isFinal && (!shown.isFinal || said.length > 0);
  if (areRead)
    for (const [message, { replyId, mark }] of marks) {
      const known = shown.marks.get(message);
      if (known === undefined) said.push({ type: 'acknowledge', replyId });
      else if (known.mark !== mark) said.push({ type: 'acknowledge', replyId, again: true });
    }
  if (isFinished) said.push({ type: 'finish_thread' });
  return said;
}

/** Messages between the first and the last. Each comes with the version that wanted it, and a reminder behind what it is of. */
function onTheWay(design: Design): Post[] {
  const { askedSince, revealedSince, reminders } = design;
  const argued = new Set<DivergenceId>();
  const all: { readonly since: number; readonly posts: readonly Post[] }[] = [];
  const want = (since: number | null, ...posts: readonly Post[]): void => {
    if (since !== null) all.push({ since, posts });
  };
  const reminderOf = (subject: (typeof reminders)[number]): Post[] =>
    reminders.includes(subject) ? [{ kind: 'reminder', about: subject }] : [];
  want(askedSince, { kind: 'questions' }, ...reminderOf('answering'));
  want(revealedSince, { kind: 'proposals' }, { kind: 'files', of: 'proposals' });
  for (const round of design.rounds)
    for (const divergenceId of divergencesIn(round)) {
      if (!argued.has(divergenceId)) want(round.since, { kind: 'divergence', divergenceId });
      argued.add(divergenceId);
    }
  // A pause shows its question on the card only: it begins because nothing can be posted in the thread.
  for (const gate of design.gates)
    if (!isPause(gate)) want(gate.since, { kind: 'gate', gateId: gate.id }, ...reminderOf(gate.id));
  return all.toSorted((one, other) => one.since - other.since).flatMap(({ posts }) => posts);
}

/** Stands between a message and its file or its version in the id of a reply. */
const PART = /[/#]/;

/** The message that a reply is part of. */
export function markedMessageOf(replyId: string): string {
  return replyId.split(PART)[0] ?? replyId;
}

function marksOf(replies: readonly Reply[]): Map<string, WantedMark> {
  const marks = new Map<string, WantedMark>();
  for (const { id, answers } of replies) {
    const message = markedMessageOf(id);
    const isAnswered = answers.length > 0 || marks.get(message)?.mark === 'answered';
    marks.set(message, { replyId: id, mark: isAnswered ? 'answered' : 'heard' });
  }
  return marks;
}
