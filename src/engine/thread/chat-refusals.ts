import { type Chat, ChatFault } from '../ports/chat.ts';

/** When each platform last refused a call for good, since this process began. */
export class ChatRefusals {
  readonly #now: () => number;
  readonly #lastAt = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `null`: never. */
  lastAt(platform: string): number | null {
    return this.#lastAt.get(platform) ?? null;
  }

  watched(chat: Chat): Chat {
    const watched =
      <Given extends readonly unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
      async (...given: Given): Promise<Answer> => {
        try {
          return await call(...given);
        } catch (error) {
          if (isRefusal(error)) this.#lastAt.set(chat.platform, this.#now());
          throw error;
        }
      };
    return {
      platform: chat.platform,
      look: (post, design) => chat.look(post, design),
      tellRequester: (design, replyId) => chat.tellRequester(design, replyId),
      post: watched((message, signal) => chat.post(message, signal)),
      find: watched((message, signal) => chat.find(message, signal)),
      removeCopies: watched((message, receipt, signal) => chat.removeCopies(message, receipt, signal)),
      edit: watched((message, signal) => chat.edit(message, signal)),
      say: watched((thread, words, signal) => chat.say(thread, words, signal)),
      acknowledge: watched((thread, reply, signal) => chat.acknowledge(thread, reply, signal)),
      ...(chat.showSession === undefined ? {} : { showSession: watched(chat.showSession) }),
    };
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof ChatFault && error.retryAfterMs === null && error.kind !== 'passing';
}
