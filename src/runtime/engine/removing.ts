import type { OutsideCommand, Refusal } from '../../core/vocabulary/commands.ts';
import { refuse } from '../../core/vocabulary/commands.ts';
import { errorMessage, Fault } from '../fault.ts';
import type { InboxEntry } from '../ports/store.ts';
import type { RemovalRequest } from '../removal/plan.ts';
import { removeWords } from '../removal/remove-words.ts';
import { RETRY_POLICIES, retry } from '../retry.ts';
import type { DesignParts } from './design-parts.ts';
import type { Mailbox } from './mailbox.ts';
import type { OwnedStore } from './owned-store.ts';

type RemovingParts = Pick<DesignParts, 'store' | 'removals' | 'bundles' | 'sign' | 'log' | 'waits'>;

/** Returns the words that a command takes out of its design, by an operator or by their author; `null` for any other command. */
export function removalIn(command: OutsideCommand): RemovalRequest | null {
  if (command.type === 'redact_reply') return command;
  return command.type === 'withdraw_reply' ? { replyId: command.replyId, words: '' } : null;
}

/**
 * Removes words from a design between two of its commits, and from the turns under way (P12). The command stays in the inbox
 * until all of it is done, so that after a crash the next owner does it again. Returns a refusal where an operator asked in vain.
 */
export async function removeFor(
  { command }: Pick<InboxEntry, 'command'>,
  request: RemovalRequest,
  { mailbox, owned, parts }: { mailbox: Mailbox; owned: OwnedStore; parts: RemovingParts },
): Promise<Refusal | null> {
  const { designId } = owned.claim;
  try {
    return await mailbox.between(async () => {
      const remove = () => removeWords(parts, owned.claim, request);
      const whileAway = () => parts.waits.retryWhileUnavailable(remove, designId, owned.signal);
      const removal = await retry(whileAway, RETRY_POLICIES.bundleFiles, {
        isPassing: (error) => error instanceof Fault && error.code === 'write_failed',
        onFailed: (error, attempt) => parts.log.warn('words_not_removed', { designId, attempt, error }),
        signal: owned.signal,
      });
      // What a person takes back may never have come, or be of an earlier version: that is no fault of theirs.
      if ('code' in removal) return command.type === 'redact_reply' ? removal : null;
      mailbox.turns.remove(removal.quoting);
      const { texts, left } = removal.report;
      parts.log.info('words_removed', { designId, replyId: request.replyId, texts, left: left.length });
      return null;
    });
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'write_failed') throw error;
    parts.log.error('words_left_in_files', { designId, error });
    const message = `Its words are removed from the store, but a file could not be rewritten: ${errorMessage(error)} Ask again when it can be.`;
    return refuse('incomplete', message);
  }
}
