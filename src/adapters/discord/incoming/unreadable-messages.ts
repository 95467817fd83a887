import { SeenKeys } from '../../../runtime/cache.ts';
import type { DesignMessage } from '../../../runtime/gateway/incoming-messages.ts';
import { wordsDocument } from '../../../runtime/message/words.ts';
import type { DiscordContext } from '../discord-context.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import type { Conversation } from './conversations.ts';
import type { Message } from './message.ts';
import { wordsIn } from './plain-words.ts';

const MAX_HINTED = 2_000;

/** Messages whose words Discord does not show to the bot, because the Message Content Intent is off. */
export class UnreadableMessages {
  readonly #context: DiscordContext;
  readonly #hinted = new SeenKeys(MAX_HINTED);

  constructor(context: DiscordContext) {
    this.#context = context;
  }

  is(message: Message, { kind }: Conversation): boolean {
    const isEmpty = wordsIn(message) === '' && message.attachments.length === 0;
    return isEmpty && kind !== 'direct' && !this.#context.mayRead();
  }

  /** Tells the author how to answer instead, once for each thread. */
  hint({ author, place, design }: DesignMessage): void {
    if (author === null || design.endedAt !== null) return;
    if (!this.#hinted.isNew(`${author} ${place.thread}`)) return;
    void this.#context.sendEphemeral(author, place, wordsDocument(DISCORD_TEXTS.unreadable));
  }
}
