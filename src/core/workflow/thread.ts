import { cutText } from '../../foundation/cut-text.ts';
import { messageIdOf } from '../thread/desired-messages.ts';
import type { CommandOf } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { isOver, isSeenAtOnce, openGate } from '../vocabulary/status.ts';
import { NOBODY } from '../vocabulary/via.ts';
import { beginTime, closeThreadGate, openGateFor } from './gate.ts';
import { continueAnswering } from './readings.ts';
import { endDesign } from './rounds/end-design.ts';
import { enterStep, settleUnfinished } from './rounds/ending.ts';

/** Longest reason from a platform. */
const REASON_CHARACTERS = 1_000;

/**
 * Reports about the thread. It is opened once, also by a first message that is posted after the
 * end, or again after a crash.
 */
export function reportThread(
  draft: Draft,
  command: CommandOf<'open_thread' | 'move_thread' | 'report_posted' | 'report_unreachable'>,
): void {
  const { design } = draft;
  switch (command.type) {
    case 'open_thread':
      if (design.thread?.thread === '')
        draft.record({ type: 'thread_opened', thread: command.thread });
      break;
    case 'move_thread': {
      const { from, to: channel } = command;
      if (design.thread?.channel === from && channel !== from)
        draft.record({ type: 'thread_opened', thread: design.thread.thread, channel });
      break;
    }
    case 'report_posted':
      if (!isOver(design)) recordPosted(draft, command.message);
      break;
    case 'report_unreachable':
      if (!isOver(design) && !isSeenAtOnce(design)) recordUnreachable(draft, command);
      break;
  }
}

/**
 * Begins the time of people once they can see what is asked. A message in a thread that was
 * unreachable shows that the design can go on there.
 */
function recordPosted(draft: Draft, message: string): void {
  const { design } = draft;
  if (openGate(design)?.about === 'thread') closeThreadGate(draft, NOBODY);
  else if (message === awaitedMessageOf(design)) beginTime(draft);
}

/** Id of the message with which people's time begins; `null` for none. */
export function awaitedMessageOf(design: Design): string | null {
  const gate = openGate(design);
  if (gate !== null) return gate.isSeen ? null : messageIdOf({ kind: 'gate', gateId: gate.id });
  return design.answering?.isSeen === false ? messageIdOf({ kind: 'list', of: 'questions' }) : null;
}

/**
 * Asks a person at a gate how to go on where nothing can be posted, so that no money is spent
 * unseen. A gate that is open already gets its time anew. Ends a design whose first message was
 * refused.
 */
function recordUnreachable(
  draft: Draft,
  { reason: newReason, isFirst }: CommandOf<'report_unreachable'>,
): void {
  const { design } = draft;
  const unreachable = cutText(newReason, REASON_CHARACTERS);
  const gate = openGate(design);
  if (isFirst) endDesign(draft, 'failed', 'thread_unreachable', NOBODY, unreachable);
  else if (design.settings.gates === 'none')
    settleUnfinished(draft, 'thread_unreachable', unreachable);
  else if (gate === null) {
    openGateFor(draft, ['accept', 'stop'], { unreachable });
    enterStep(draft, design.step);
  } else if (gate.unreachable === null) beginTime(draft, { unreachable });
}

/**
 * Holds a design whose thread is unreachable, until a person decides or ends the answering
 * elsewhere: who only answers decides nothing. Returns `false` if it is reachable.
 */
export function waitWithoutThread(draft: Draft): boolean {
  const gate = openGate(draft.design);
  if (gate?.about !== 'thread') return false;
  if (draft.design.step !== 'answering' || continueAnswering(draft)) return true;
  const closed = draft.design.answeringClosed;
  if (closed?.reason === 'done' && closed.by !== '' && closed.since > gate.since)
    closeThreadGate(draft, closed);
  return true;
}
