import { type Chat, ChatFault } from '../ports/chat.ts';

/** Failed calls of a chat platform: refused for good, asked to wait (429), or failed otherwise. */
export const CHAT_FAILURES = ['refused', 'rate_limited', 'failed'] as const;
type ChatFailure = (typeof CHAT_FAILURES)[number];

/** One platform's failures since this process began, with the time of the last. */
export interface ChatFailures {
  readonly counts: Readonly<Record<ChatFailure, number>>;
  readonly lastAt: number | null;
}

const NONE: ChatFailures = { counts: { refused: 0, rate_limited: 0, failed: 0 }, lastAt: null };

export class ChatRefusals {
  readonly #now: () => number;
  readonly #failures = new Map<string, ChatFailures>();

  constructor(now: () => number) {
    this.#now = now;
  }

  of(platform: string): ChatFailures {
    return this.#failures.get(platform) ?? NONE;
  }

  watched(chat: Chat): Chat {
    const counted =
      <Given extends readonly unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
      async (...given: Given): Promise<Answer> => {
        try {
          return await call(...given);
        } catch (error) {
          this.#add(chat.platform, error);
          throw error;
        }
      };
    return {
      platform: chat.platform,
      look: (post, design) => chat.look(post, design),
      tellRequester: (design, replyId) => chat.tellRequester(design, replyId),
      post: counted((message, signal) => chat.post(message, signal)),
      find: counted((message, signal) => chat.find(message, signal)),
      removeCopies: counted((message, receipt, signal) => chat.removeCopies(message, receipt, signal)),
      edit: counted((message, signal) => chat.edit(message, signal)),
      say: counted((thread, words, signal) => chat.say(thread, words, signal)),
      acknowledge: counted((thread, reply, signal) => chat.acknowledge(thread, reply, signal)),
      ...(chat.showSession === undefined ? {} : { showSession: counted(chat.showSession) }),
    };
  }

  #add(platform: string, error: unknown): void {
    const failure = failureOf(error);
    const { counts } = this.of(platform);
    const next = { ...counts, [failure]: counts[failure] + 1 };
    this.#failures.set(platform, { counts: next, lastAt: this.#now() });
  }
}

function failureOf(error: unknown): ChatFailure {
  if (!(error instanceof ChatFault)) return 'failed';
  if (error.retryAfterMs !== null) return 'rate_limited';
  return error.kind === 'passing' ? 'failed' : 'refused';
}
