import { questionsAskedOf } from '../../follow-up/decision-status.ts';
import { answersIn as givenIn } from '../../questions/questions.ts';
import type { Design, FollowUpEvent, Reply } from '../../vocabulary/design.ts';
import type { FilesPost, Post, SaidEffect, WordsPost } from '../../vocabulary/effects.ts';
import type { RoundKind } from '../../vocabulary/sets.ts';

/** A message that the thread should show; the gateway draws it from the design as it is. */
interface DesiredPost {
  /** The same for this message of its design for ever. */
  readonly id: string;
  readonly post: Post;
}

/** The mark under a message of a person. */
export interface DesiredMark {
  /** The newest reply of that message. */
  readonly replyId: string;
  /** `answered`: it answers a question; `heard`: it was taken, and answers none so far. */
  readonly mark: 'heard' | 'answered';
}

/** A thread as its design says that it should look. */
export interface DesiredMessage {
  /** In the order in which they are posted. It only grows; of files that are late, in front of answers. */
  readonly messages: readonly DesiredPost[];
  /** By the message that is marked. Its words and each of its files are replies, and the best of them counts. */
  readonly marks: ReadonlyMap<string, DesiredMark>;
  /** Every message gets the form that it keeps. Only files of the outcome may still come. */
  readonly isFinal: boolean;
}

const NOTHING: DesiredMessage = { messages: [], marks: new Map(), isFinal: false };

/** Nothing is wanted of a design without a thread. */
export function desiredMessages(design: Design): DesiredMessage {
  if (design.thread === null) return NOTHING;
  const { end, files } = design;
  const isAtGate = resultPost(design).kind === 'gate';
  const outcome: readonly Post[] = end === null || isAtGate ? [] : [{ kind: 'outcome' }];
  const result: readonly Post[] =
    end === null || files.length === 0 ? [] : [{ kind: 'files', of: 'outcome' }];
  const posts: readonly Post[] = [
    { kind: 'card' },
    ...onTheWay(design),
    ...outcome,
    ...result,
    ...answersIn(design).flatMap(({ since, post }) => (since === null ? [post] : [])),
  ];
  const messages = posts.map((post) => ({ id: messageIdOf(post), post }));
  return { messages, marks: marksOf(design), isFinal: end !== null };
}

/** Answers to what people have asked in the thread about its decision. Who asked elsewhere, or privately, has the answer there. */
function answersIn(design: Design): { readonly since: number | null; readonly post: Post }[] {
  return questionsAskedOf(design).flatMap(({ via, isPrivate, since }, at) =>
    via?.way === design.thread?.platform && isPrivate !== true
      ? [{ since, post: { kind: 'answer' as const, number: at + 1 } }]
      : [],
  );
}

/**
 * The message in which people read the result: that of the last gate, where nobody was asked anything after it, and else one of its
 * own. A design that goes on after a gate calls people anew, which no edit does.
 */
export function resultPost({ gates, rounds }: Pick<Design, 'gates' | 'rounds'>): WordsPost {
  const gate = gates.at(-1);
  const isLast =
    gate !== undefined && !rounds.some(({ kind, since }) => since > gate.since && !READS.includes(kind));
  return isLast ? { kind: 'gate', gateId: gate.id } : { kind: 'outcome' };
}

/** Tells if people read the result in this message. */
export function isResult(post: WordsPost, design: Design): boolean {
  return design.end !== null && messageIdOf(post) === messageIdOf(resultPost(design));
}

/** Rounds that read the words of people while a gate is open. */
const READS: readonly RoundKind[] = ['matching', 'reading'];

/** The message that files of this kind come with. */
export function holderOf(of: FilesPost['of'], design: Design): WordsPost {
  return of === 'outcome' ? resultPost(design) : { kind: of };
}

/** Distinguishes the messages of one design. */
export function messageIdOf(post: Post): string {
  switch (post.kind) {
    case 'files':
      return `files of ${post.of}`;
    case 'gate':
      return `gate ${post.gateId}`;
    case 'reminder':
      return `reminder of ${post.about}`;
    case 'answer':
      return `answer ${post.number}`;
    case 'asked':
      return `${post.kind} ${post.index}`;
    default:
      return post.kind;
  }
}

/** Returns the effects after which a thread that shows what `before` wants shows what `after` wants: a part of their commit (P4). */
export function saidBetween(before: Design | null, after: Design): SaidEffect[] {
  const shown = before === null ? NOTHING : desiredMessages(before);
  const { messages, marks, isFinal } = desiredMessages(after);
  const known = new Set(shown.messages.map(({ id }) => id));
  const said: SaidEffect[] = messages
    .filter(({ id }) => !known.has(id))
    .map(({ post }) => ({ type: 'post', post }));
  // After the end nobody reads what is written, so that no mark says that it is heard; words carried over were marked before.
  const areRead = before !== null && !shown.isFinal;
  if (areRead && !isFinal)
    for (const { id } of after.replies.filter((reply) => isToBeTold(reply, before))) {
      said.push({ type: 'tell_requester', replyId: id });
    }
  const isFinished = isFinal && (!shown.isFinal || said.length > 0);
  if (areRead)
    for (const [message, { replyId, mark }] of marks) {
      const known = shown.marks.get(message);
      if (known === undefined) said.push({ type: 'acknowledge', replyId });
      else if (known.mark !== mark) said.push({ type: 'acknowledge', replyId, again: true });
    }
  if (isFinished) said.push({ type: 'finish_thread' });
  else if (isFinal && standsOtherwise(before, after)) said.push({ type: 'show_standing' });
  return said;
}

/** Done with a decision, and no part of how it stands. */
const UNSHOWN: readonly FollowUpEvent['type'][] = [
  'record_asked',
  'decision_rechecked',
  'decision_published',
];

/** Returns true if people have done something with the decision that its messages show; a question about it is none. */
function standsOtherwise(before: Design | null, { followUps }: Design): boolean {
  const known = before?.followUps.length ?? 0;
  return followUps.slice(known).some(({ type }) => !UNSHOWN.includes(type));
}

/** A person who named the bot was told at once. */
function isToBeTold({ id, request, toBot, authorId }: Reply, before: Design): boolean {
  if (request === null || toBot !== undefined || authorId === undefined) return false;
  return before.replies.find((each) => each.id === id)?.request == null;
}

/** Messages between the first and the last. Each comes with the version that wanted it. */
function onTheWay(design: Design): Post[] {
  const { askedSince, revealedSince, reminders } = design;
  const all: { readonly since: number; readonly posts: readonly Post[] }[] = [];
  const want = (since: number | null, ...posts: readonly Post[]): void => {
    if (since !== null) all.push({ since, posts });
  };
  want(askedSince, { kind: 'questions' });
  for (const { about, since } of reminders) want(since, { kind: 'reminder', about });
  for (const [index, { since }] of design.asks.entries()) want(since, { kind: 'asked', index });
  want(revealedSince, { kind: 'proposals' }, { kind: 'files', of: 'proposals' });
  want(design.rounds.find(({ points }) => points.length > 0)?.since ?? null, { kind: 'differences' });
  for (const { since, post } of answersIn(design)) want(since, post);
  for (const gate of design.gates) want(gate.since, { kind: 'gate', gateId: gate.id });
  return all.toSorted((one, other) => one.since - other.since).flatMap(({ posts }) => posts);
}

/** Stands between a message and its file or its version in the id of a reply. */
const PART = /[/#]/;

/** The message that a reply is part of. */
export function markedMessageOf(replyId: string): string {
  return replyId.split(PART)[0] ?? replyId;
}

function marksOf(design: Design): Map<string, DesiredMark> {
  const marks = new Map<string, DesiredMark>();
  for (const reply of design.replies) {
    const { id } = reply;
    const message = markedMessageOf(id);
    const isAnswered = givenIn(reply).length > 0 || marks.get(message)?.mark === 'answered';
    marks.set(message, { replyId: id, mark: isAnswered ? 'answered' : 'heard' });
  }
  return marks;
}
