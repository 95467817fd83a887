import type { DesiredMessage } from '../../src/core/thread/desired-messages.ts';
import { type Caveat, caveatLinesOf, MOST_LINES } from '../../src/core/vocabulary/caveat.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Post } from '../../src/core/vocabulary/effects.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import type { Core } from './core-module.ts';
import { type Step, Violation } from './step.ts';

/**
 * The thread that a design wants after each event of a step: what was wanted stays, and each event
 * adds its own.
 */
export function checkThread(core: Core, step: Step): void {
  let before = core.wanted(step.before);
  for (const [index, event] of step.events.entries()) {
    const design = step.stages[index] ?? step.after;
    const after = core.wanted(design);
    checkWanted(design, after);
    checkGrowth(before, after, expectedOf(design, event));
    before = after;
  }
}

function checkWanted(design: Design, { messages, marks, isFinal }: DesiredMessage): void {
  const { thread, end, replies, revisions, saidBefore, composites } = design;
  if (thread === null) {
    if (messages.length > 0 || marks.size > 0 || isFinal)
      throw new Violation('P4', 'something is wanted of a design without a thread');
    return;
  }
  if (messages[0]?.post.kind !== 'card')
    throw new Violation('P4', 'its first message is not the card');
  if (new Set(messages.map(({ id }) => id)).size < messages.length)
    throw new Violation('P4', 'two messages have one id');
  if (isFinal !== (end !== null))
    throw new Violation('P4', 'its thread is final, and it is not over, or else');
  const named = revisions.flatMap(({ revision }) =>
    revision.changes.flatMap(({ answers }) => answers),
  );
  const begun =
    saidBefore?.since ??
    (composites.length > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  for (const { id, answers, unread, since, number } of replies) {
    const mark = [...marks.values()].find((each) => each.replyId === id)?.mark;
    const isAnswered =
      since > begun
        ? named.some((name) => name.split('.')[0] === `R${number}`)
        : answers.some(({ source }) => !unread || source !== undefined);
    if (mark !== (isAnswered ? 'answered' : 'heard'))
      throw new Violation('P4', `${id} is marked as ${mark}`);
  }
}

/**
 * It grows by its end alone, by what this event calls for: each message once, also along the paths
 * that crash.
 */
function checkGrowth(
  before: DesiredMessage,
  after: DesiredMessage,
  expected: readonly string[],
): void {
  const [known, now] = [before, after].map(({ messages }) => messages.map(({ id }) => id));
  const grown = [...(known ?? []), ...expected].join(', ');
  if (now?.join(', ') !== grown)
    throw new Violation('P4', `it wants ${now?.join(', ')}, and not ${grown}`);
}

/** The messages that an event adds, written once more, from the event alone where that can be. */
function expectedOf(design: Design, event: DesignEvent): string[] {
  if (design.thread === null) return [];
  switch (event.type) {
    case 'answering_opened':
      return ['questions'];
    case 'proposals_revealed':
      return ['proposals', 'files of proposals'];
    case 'round_opened': {
      const isFirst = design.rounds.slice(0, -1).every(({ points }) => points.length === 0);
      return isFirst && event.points.length > 0 ? ['differences'] : [];
    }
    case 'gate_opened':
      return [
        `gate ${event.gateId}`,
        ...(isLongAtGate(event) ? [`caveats of ${event.gateId}`] : []),
      ];
    case 'people_reminded':
      return [`reminder ${design.reminders.length - 1}`];
    case 'design_ended':
      return [
        ...(isAskedAfterGate(design) ? ['outcome'] : []),
        ...caveatsOf(design),
        ...filesOf(design),
      ];
    case 'record_asked': {
      const isShown = event.via?.way === design.thread.platform && event.isPrivate !== true;
      const asked = design.followUps.filter(({ type }) => type === 'record_asked').length;
      return isShown ? [`answer ${asked}`] : [];
    }
    case 'files_written':
      return design.end === null ? [] : filesOf(design);
    default:
      return [];
  }
}

/**
 * The message of the last gate becomes the result where nobody was asked anything after it, but to
 * read what people said, and nobody but its starter has answered.
 */
function isAskedAfterGate({ gates, rounds, replies }: Design): boolean {
  const gate = gates.at(-1);
  return (
    gate === undefined ||
    gate.about === 'thread' ||
    replies.some(({ authorId, answers }) => authorId !== undefined && answers.length > 0) ||
    rounds.some(({ kind, since }) => since > gate.since && !/^(matching|reading)$/.test(kind))
  );
}

/** A long list of caveats goes on in one message more, which a gate may have already. */
function caveatsOf(design: Design): string[] {
  const gate = isAskedAfterGate(design) ? undefined : design.gates.at(-1);
  const isThere = gate !== undefined && isLongAtGate(gate);
  const isLong = (design.settled?.caveats ?? []).flatMap(caveatLinesOf).length > MOST_LINES;
  return isLong && !isThere ? [`caveats of ${gate?.id ?? 'outcome'}`] : [];
}

function isLongAtGate({ caveats }: { readonly caveats: readonly Caveat[] }): boolean {
  const listed = caveats.filter(
    ({ kind }) => kind !== 'difference_open' && kind !== 'people_differ',
  );
  return listed.flatMap(caveatLinesOf).length > MOST_LINES;
}

function filesOf({ files }: Design): string[] {
  const post: Post = { kind: 'files', of: 'outcome' };
  return files.length === 0 ? [] : [`${post.kind} of ${post.of}`];
}
