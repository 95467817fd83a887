/**
 * Messages that a design's thread should show, derived from its state alone: what is missing is
 * posted, what has changed is edited, and no message has to be remembered.
 */

import { questionsAskedOf } from '../follow-up/decision-status.ts';
import { proposingVersionOf } from '../questions/replies/answers-given.ts';
import { isAnsweredByChange } from '../questions/replies/bearing.ts';
import { listAnswers as givenIn } from '../questions/replies/questions.ts';
import { countLines, MOST_LINES, SETTLED_AT_GATE } from '../vocabulary/caveat.ts';
import type { Design, FollowUpEvent, Gate, Reply } from '../vocabulary/design.ts';
import type { FilesPost, Post, SaidEffect, WordsPost } from '../vocabulary/effects.ts';
import { findById } from '../vocabulary/ids.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import { starterOf } from '../vocabulary/starter.ts';
import { openGate } from '../vocabulary/status.ts';

interface DesiredPost {
  /** Never changes for this message. */
  readonly id: string;
  readonly post: Post;
}

export interface DesiredMark {
  readonly replyId: string;
  /**
   * `answered`: it answers a question, or a change of the decision answers it; `heard`: it was
   * recorded.
   */
  readonly mark: 'heard' | 'answered';
}

export interface DesiredMessage {
  /** In posting order. It only grows; late files go before answers. */
  readonly messages: readonly DesiredPost[];
  /** By message. A text and its files are separate replies, and the best mark counts. */
  readonly marks: ReadonlyMap<string, DesiredMark>;
  /** Every message has its final form, except that the outcome's files may still come. */
  readonly isFinal: boolean;
}

const NOTHING: DesiredMessage = { messages: [], marks: new Map(), isFinal: false };

export function desiredMessagesOf(design: Design): DesiredMessage {
  if (design.thread === null) return NOTHING;
  const { end, files } = design;
  const isAtGate = resultPostOf(design).kind === 'gate';
  const outcome: readonly Post[] = end === null || isAtGate ? [] : [{ kind: 'outcome' }];
  const caveats =
    end !== null && countLines(design.settled?.caveats ?? []) > MOST_LINES
      ? [caveatsPostOf(design)]
      : [];
  const result: readonly Post[] =
    end === null || files.length === 0 ? [] : [{ kind: 'files', of: 'outcome' }];
  const posts: readonly Post[] = [
    { kind: 'card' },
    ...listPostsOnTheWay(design),
    ...outcome,
    ...caveats,
    ...result,
    ...answersIn(design).flatMap(({ since, post }) => (since === null ? [post] : [])),
  ];
  const messages = new Map(posts.map((post) => [messageIdOf(post), post] as const));
  return {
    messages: [...messages].map(([id, post]) => ({ id, post })),
    marks: marksOf(design),
    isFinal: end !== null,
  };
}

/**
 * Answers to questions from the thread. Questions from elsewhere, or private ones, are answered
 * there.
 */
function answersIn(design: Design): { readonly since: number | null; readonly post: Post }[] {
  return questionsAskedOf(design).flatMap(({ via, isPrivate, since }, at) =>
    via?.way === design.thread?.platform && isPrivate !== true
      ? [{ since, post: { kind: 'answer' as const, number: at + 1 } }]
      : [],
  );
}

type Shown = Pick<Design, 'gates' | 'rounds' | 'replies' | 'thread' | 'startedBy'>;

/**
 * The message that shows the result: the last gate's, if no one was asked anything after it and the
 * decision is news to no one but whom the gate has called; otherwise a separate one, since an edit
 * notifies no one.
 */
export function resultPostOf(design: Shown): WordsPost {
  const { gates, rounds } = design;
  const gate = gates.at(-1);
  const isLast =
    gate !== undefined &&
    gate.about !== 'thread' &&
    !rounds.some(({ kind, since }) => since > gate.since && !READS.includes(kind)) &&
    listWhoAnswered(design).length === 0;
  return isLast ? { kind: 'gate', gateId: gate.id } : { kind: 'outcome' };
}

/** Platform ids of the people with an answer, besides the starter. */
export function listWhoAnswered(
  design: Pick<Design, 'replies' | 'thread' | 'startedBy'>,
): string[] {
  const starter = starterOf(design).id;
  const ids = design.replies
    .filter((reply) => givenIn(reply).length > 0)
    .flatMap(({ authorId }) => authorId ?? []);
  return [...new Set(ids)].filter((id) => id !== starter);
}

/** Messages that show how the decision stands. */
export function standingPostsOf(design: Design): WordsPost[] {
  return [{ kind: 'card' }, resultPostOf(design)];
}

/** Where the caveats of the result go on. */
function caveatsPostOf(design: Design): Post {
  const result = resultPostOf(design);
  return { kind: 'caveats', of: result.kind === 'gate' ? result.gateId : 'outcome' };
}

/**
 * `true` if the caveats now shown go on in a message of their own: as recorded, since a thread's
 * messages only grow.
 */
export function hasMoreCaveats(design: Design): boolean {
  const gate = openGate(design);
  if (gate !== null) return isLongAtGate(gate);
  if (design.end === null) return false;
  const wanted = messageIdOf(caveatsPostOf(design));
  return desiredMessagesOf(design).messages.some(({ id }) => id === wanted);
}

function isLongAtGate({ caveats }: Pick<Gate, 'caveats'>): boolean {
  return countLines(caveats.filter(({ kind }) => !SETTLED_AT_GATE.includes(kind))) > MOST_LINES;
}

export function isResult(post: WordsPost, design: Design): boolean {
  return design.end !== null && messageIdOf(post) === messageIdOf(resultPostOf(design));
}

const READS: readonly RoundKind[] = ['matching', 'reading'];

export function holderOf(of: FilesPost['of'], design: Design): WordsPost {
  return of === 'outcome' ? resultPostOf(design) : { kind: 'list', of };
}

/** Unique within a design. */
export function messageIdOf(post: Post): string {
  switch (post.kind) {
    case 'files':
      return `files of ${post.of}`;
    case 'list':
      return post.of;
    case 'gate':
      return `gate ${post.gateId}`;
    case 'caveats':
      return `caveats of ${post.of}`;
    case 'answer':
      return `answer ${post.number}`;
    case 'differ':
      return `differ ${post.questionId}`;
    case 'reminder':
      return `reminder ${post.index}`;
    default:
      return post.kind;
  }
}

/**
 * Effects that bring a thread from its state before a commit to that after it; part of the commit.
 */
export function listSaidBetween(before: Design | null, after: Design): SaidEffect[] {
  const earlier = before === null ? NOTHING : desiredMessagesOf(before);
  const { messages, marks, isFinal } = desiredMessagesOf(after);
  const earlierIds = new Set(earlier.messages.map(({ id }) => id));
  const newEffects: SaidEffect[] = messages
    .filter(({ id }) => !earlierIds.has(id))
    .map(({ post }) => ({ type: 'post', post }));
  // After the end no one reads replies, so none is marked as heard; carried replies were marked
  // before.
  const areRead = before !== null && !earlier.isFinal;
  if (areRead && !isFinal)
    for (const { id } of after.replies.filter((reply) => isToBeTold(reply, before))) {
      newEffects.push({ type: 'tell_requester', replyId: id });
    }
  if (before !== null && isToTellStarter(before, after)) newEffects.push({ type: 'tell_starter' });
  const isFinished = isFinal && (!earlier.isFinal || newEffects.length > 0);
  if (areRead) {
    for (const [message, { replyId, mark }] of marks) {
      const earlierMark = earlier.marks.get(message)?.mark;
      // A mark stays: only that of an answer is added to one.
      if (earlierMark === undefined || (earlierMark !== mark && mark === 'answered'))
        newEffects.push({ type: 'acknowledge', replyId });
    }
  }
  if (isFinished) newEffects.push({ type: 'finish_thread' });
  else if (isFinal && hasNewStatus(before, after)) newEffects.push({ type: 'show_standing' });
  return newEffects;
}

function isToTellStarter(before: Design, after: Design): boolean {
  const why = unreachableReasonOf(after);
  return why !== null && why !== unreachableReasonOf(before);
}

/**
 * Why nothing can be posted in the thread, if the design waits or has ended for that; else `null`.
 */
export function unreachableReasonOf({
  gates,
  settled,
  end,
}: Pick<Design, 'gates' | 'settled' | 'end'>): string | null {
  const stopped = settled ?? end;
  if (stopped?.stoppedBecause === 'thread_unreachable') return stopped.detail;
  return gates.at(-1)?.unreachable ?? null;
}

/** Follow-ups that do not change the decision's status. */
const UNSHOWN: readonly FollowUpEvent['type'][] = ['record_asked', 'decision_published'];

/** `true` if people have changed the decision's status. */
function hasNewStatus(before: Design | null, { followUps }: Design): boolean {
  const followUpCount = before?.followUps.length ?? 0;
  return followUps.slice(followUpCount).some(({ type }) => !UNSHOWN.includes(type));
}

/** A person who named the bot was told at once. */
function isToBeTold({ id, request, toBot, authorId }: Reply, before: Design): boolean {
  if (request === null || toBot !== undefined || authorId === undefined) return false;
  return findById(before.replies, id)?.request == null;
}

/** Messages between the first and the last, in order of the version that called for them. */
function listPostsOnTheWay(design: Design): Post[] {
  const { askedSince, revealedSince, reminders } = design;
  const all: { readonly since: number; readonly posts: readonly Post[] }[] = [];
  const want = (since: number | null, ...posts: readonly Post[]): void => {
    if (since !== null) all.push({ since, posts });
  };
  want(askedSince, { kind: 'list', of: 'questions' });
  for (const { id: questionId } of design.questions) {
    const row = design.differing.find((each) => each.questionId === questionId);
    want(row?.since ?? null, { kind: 'differ', questionId });
  }
  for (const [index, { since }] of reminders.entries()) want(since, { kind: 'reminder', index });
  want(revealedSince, { kind: 'list', of: 'proposals' }, { kind: 'files', of: 'proposals' });
  want(design.rounds.find(({ points }) => points.length > 0)?.since ?? null, {
    kind: 'list',
    of: 'differences',
  });
  for (const { since, post } of answersIn(design)) want(since, post);
  for (const gate of design.gates) {
    want(gate.since, { kind: 'gate', gateId: gate.id });
    if (isLongAtGate(gate)) want(gate.since, { kind: 'caveats', of: gate.id });
  }
  return all.toSorted((one, other) => one.since - other.since).flatMap(({ posts }) => posts);
}

/** Separates a message's id from its file or version in a reply's id. */
const PART = /[/#]/;

export function markedMessageOf(replyId: string): string {
  return replyId.split(PART)[0] ?? replyId;
}

function marksOf(design: Design): Map<string, DesiredMark> {
  const marks = new Map<string, DesiredMark>();
  for (const reply of design.replies) {
    const { id } = reply;
    const message = markedMessageOf(id);
    const isAnswered = hasEffect(design, reply) || marks.get(message)?.mark === 'answered';
    marks.set(message, { replyId: id, mark: isAnswered ? 'answered' : 'heard' });
  }
  return marks;
}

/**
 * `true` if it answers a question on which nobody differs; once there is a decision, if a change
 * answers it.
 */
function hasEffect(design: Design, reply: Reply): boolean {
  if (reply.since > proposingVersionOf(design)) return isAnsweredByChange(design, reply);
  const differing = design.questions
    .filter(({ status }) => status === 'differing')
    .map(({ id }) => id);
  return givenIn(reply).some(({ questionId }) => !differing.includes(questionId));
}
