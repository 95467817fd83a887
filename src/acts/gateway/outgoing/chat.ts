/**
 * The way out to a chat platform: the port `Chat` (src/ports/chat.ts), made of the calls of one
 * platform's `Messenger`. It knows what was posted, what to look up before a second attempt, and
 * what a refusal means.
 */

import { holderOf } from '#core/thread/desired-messages.ts';
import type { Thread } from '#core/vocabulary/event-parts.ts';
import { digestOf } from '#foundation/digest.ts';
import { type Chat, ChatFault, type ChatMessage } from '#ports/chat.ts';
import { type CallingPolicy, listCalledIds } from '../../drawing/calls.ts';
import { postedFilesOf, type ReadFile, uploadsOf } from '../../drawing/files.ts';
import { callAgain, logFailure, type PlatformAccess } from '../platform-access.ts';
import { messageOf, replyChannelOf } from '../reply-id.ts';
import type { MessageToSend, Messenger, Since } from './messenger.ts';

/** Milliseconds by which the platform's clock may be behind ours. */
const SKEW_MS = 5 * 60_000;
const THREAD_GONE = 'The thread was deleted, and the platform posts into the channel instead.';

interface ChatParts {
  readonly readFile: ReadFile;
  readonly policy: CallingPolicy;
  readonly tellRequester: Chat['tellRequester'];
}

/** Posts, finds and changes a design's messages by the calls of one platform. */
export function createChat(messenger: Messenger, context: PlatformAccess, parts: ChatParts): Chat {
  const { platform, log } = context;
  const { readFile, policy, tellRequester } = parts;
  const contentOf = (
    { id, post, design }: Pick<MessageToSend, 'id' | 'post' | 'design'>,
    files = '',
  ): MessageToSend => ({
    id,
    post,
    design,
    files,
    called: listCalledIds(post, design, policy),
  });

  const copiesOf = ({ id, thread, after, design }: ChatMessage, signal: AbortSignal) => {
    const since: Since = after === null ? { at: design.startedAt - SKEW_MS } : { message: after };
    return messenger.findMarked(thread, id, since, signal);
  };

  /**
   * Throws if the thread is gone, or the platform did not say. Where the bot may only write,
   * posting shows it.
   */
  const lookInto = async (message: ChatMessage, signal: AbortSignal): Promise<void> => {
    try {
      for await (const _copy of copiesOf(message, signal)) return;
    } catch (error) {
      const mayPost =
        error instanceof ChatFault && (error.kind === 'refused' || error.kind === 'unreachable');
      if (!mayPost) throw error;
      log.warn('thread_not_looked_into', { platform, channel: message.thread.channel, error });
    }
  };

  /**
   * Returns the message's receipt. What the platform put elsewhere than asked is removed again, and
   * counts as refused.
   */
  const sendInto = async (
    thread: Thread,
    sending: ReturnType<Messenger['send']>,
    signal: AbortSignal,
  ) => {
    const sent = await sending;
    if (thread.thread === '' || sent.thread === thread.thread) return sent.message;
    const { channel } = thread;
    const remove = () => messenger.remove({ ...thread, thread: sent.thread }, sent.message, signal);
    const facts = { platform, channel, message: sent.message };
    await logFailure(context, 'stray_post_not_removed', callAgain(context, remove), facts);
    throw new ChatFault(THREAD_GONE, 'gone');
  };

  /**
   * Opens the thread of a design's first message. Without one the design ends, and the message
   * would never be updated.
   */
  const openThread = async (
    { thread, design }: ChatMessage,
    message: string,
    signal: AbortSignal,
  ) => {
    if (thread.thread !== '') return;
    try {
      await messenger.openThread?.(thread, message, design.topic, signal);
    } catch (error) {
      const isPassing = error instanceof ChatFault && error.kind === 'passing';
      if (!isPassing) await messenger.remove(thread, message, signal);
      throw error;
    }
  };

  return {
    platform,
    tellRequester,
    ...(messenger.showSession === undefined ? {} : { showSession: messenger.showSession }),
    post: async (message, signal) => {
      const { id, thread, post, design, under } = message;
      if (post.kind === 'files') {
        const uploads = await uploadsOf(post, design, readFile);
        const holder = contentOf({ id: under?.id ?? '', post: holderOf(post.of, design), design });
        return messenger.attach(thread, under?.receipt ?? '', holder, uploads, signal);
      }
      // A thread that was lost before may be gone, and what has no thread would be seen in the
      // channel.
      const wasLost = design.gates.some(({ unreachable }) => unreachable !== null);
      if (wasLost && thread.thread !== '') await lookInto(message, signal);
      const sending = messenger.send(thread, contentOf({ id, post, design }), signal);
      const receipt = await sendInto(thread, sending, signal);
      await openThread(message, receipt, signal);
      return receipt;
    },
    findPosted: async (message, signal) => {
      const { thread, post, design, under } = message;
      if (post.kind === 'files') {
        const attached = (await messenger.read(thread, under?.receipt ?? '', signal)) ?? [];
        const names = postedFilesOf(post, design).map(({ name }) => name);
        const areThere =
          attached.length === names.length && attached.every(({ name }) => names.includes(name));
        return areThere ? attached.map(({ receipt }) => receipt).join(' ') : null;
      }
      for await (const receipt of copiesOf(message, signal)) {
        await openThread(message, receipt, signal);
        return receipt;
      }
      return null;
    },
    removeCopies: async (message, kept, signal) => {
      if (message.post.kind === 'files') return;
      const copies: string[] = [];
      for await (const copy of copiesOf(message, signal)) copies.push(copy);
      for (const copy of copies)
        if (copy !== kept) await messenger.remove(message.thread, copy, signal);
    },
    look: (post, design) => digestOf(messenger.draw({ post, design })),
    edit: ({ id, thread, post, design, receipt, files }, signal) =>
      messenger.change(thread, receipt, contentOf({ id, post, design }, files), signal),
    say: async (thread, words, signal) => {
      await sendInto(thread, messenger.say(thread, words, signal), signal);
    },
    acknowledge: async (thread, { id, mark }, signal) => {
      for (const place of new Set([thread.channel, thread.thread])) {
        const message = messageOf(id, platform, replyChannelOf(thread, place));
        if (message !== null) return messenger.react(place, message, mark, signal);
      }
    },
  };
}
