/** Sends a message's words, or that they are taken back, to its design; resolves once stored. */

import { BusyError } from '#foundation/fault.ts';
import type { ReplyCommand } from '../reply-texts.ts';
import { viaOf } from '../via.ts';
import { type DesignMessage, keyOf, replyIdIn } from './message.ts';
import { tellOfLateChange, tellRefusal } from './tell-becomes.ts';

/**
 * Resolves once stored. Notices follow later, by `onAccepted` if it was accepted; `null` for no
 * notices.
 */
export async function storeReply(
  incoming: DesignMessage,
  command: ReplyCommand,
  key: string,
  onAccepted: ((isFresh: boolean) => unknown) | null,
): Promise<void> {
  const { id: designId } = incoming.design;
  const { engine, log } = incoming.context;
  const { stored, answered } = engine.command(designId, command, key);
  const report = answered.then(async (answer) => {
    if (onAccepted === null) return;
    if (answer.accepted) await onAccepted((await stored)?.fresh === true);
    else tellRefusal(incoming, command, answer.refusal);
  });
  // An unstored message is not acknowledged, and so delivered again.
  if ((await stored) === null) return report;
  report.catch((error: unknown) => {
    if (error instanceof BusyError) log.info('reply_queued', { designId });
    else log.error('reply_unanswered', { designId, error });
  });
}

/** Takes back what was recorded of a message, or of one file of it, by a change of it. */
export async function storeWithdrawal(
  incoming: DesignMessage,
  file: string | null,
  change: string,
): Promise<void> {
  await storeReply(
    incoming,
    withdrawalOf(incoming, file),
    `${keyOf(incoming, file)} ${change}`,
    () => tellOfLateChange(incoming, replyIdIn(incoming, file)),
  );
}

/**
 * As `storeWithdrawal`, under the message's own key first: if the message arrives later, it is not
 * recorded.
 */
export async function withdrawWhole(
  incoming: DesignMessage,
  file: string | null,
  change: string,
): Promise<void> {
  await storeReply(incoming, withdrawalOf(incoming, file), keyOf(incoming, file), null);
  await storeWithdrawal(incoming, file, change);
}

function withdrawalOf(incoming: DesignMessage, file: string | null): ReplyCommand {
  return {
    type: 'withdraw_reply',
    replyId: replyIdIn(incoming, file),
    ...viaOf(incoming.context),
  };
}
