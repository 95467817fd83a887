import { Routes, SnowflakeUtil } from 'discord.js';
import * as z from 'zod';
import type { DesignSummary } from '../../runtime/ports/store.ts';
import { toldAgain } from './again.ts';
import type { DiscordDesk } from './desk.ts';
import { faultOf } from './faults.ts';
import { idAt } from './id-at.ts';
import { Said } from './messages/event.ts';
import { askedIn } from './messages/mention.ts';
import { messagesRecorded } from './messages/recorded.ts';
import type { Messages } from './messages.ts';
import type { Whereabouts } from './whereabouts.ts';

const PAGE_MESSAGES = 100;
/** Far above what people say in a thread while one design runs. */
const MOST_PAGES = 20;
const DESIGNS_AT_A_TIME = 100;
const MOST_DESIGNS = 2_000;
/** Milliseconds for which something that was asked of the bot still waits for an answer: later nobody does. */
const STILL_ASKED_MS = 300_000;

/**
 * Reads what was said while nobody listened: a connection that begins anew, as after every restart, brings nothing of it.
 * Everything goes the way of what is heard, where it is stored once only, whoever has stored it before.
 */
export class CatchingUp {
  readonly #desk: DiscordDesk;
  readonly #messages: Messages;
  readonly #signal: AbortSignal;
  #running: Promise<void> | null = null;
  #isAskedAgain = false;

  constructor(desk: DiscordDesk, messages: Messages, signal: AbortSignal) {
    this.#desk = desk;
    this.#messages = messages;
    this.#signal = signal;
  }

  /** One at a time: whoever asks meanwhile is served by another one after it. Never rejects. */
  run(): Promise<void> {
    this.#isAskedAgain = true;
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #runAll(): Promise<void> {
    const { log } = this.#desk.engine.parts;
    while (this.#isAskedAgain && !this.#signal.aborted) {
      this.#isAskedAgain = false;
      try {
        const designs = await this.#openDesigns();
        for (const design of designs) await this.#catchUp(design);
        log.info('discord_caught_up', { designs: designs.length });
      } catch (error) {
        log.error('discord_not_caught_up', { error });
      }
    }
  }

  /** The newest of each thread is the one that is spoken to; older ones have ended. */
  async #openDesigns(): Promise<DesignSummary[]> {
    const { store } = this.#desk.engine.parts;
    const found: DesignSummary[] = [];
    for (const status of ['running', 'awaiting_input'] as const) {
      let before: DesignSummary['id'] | undefined;
      while (found.length < MOST_DESIGNS) {
        const page = await store.list({
          platform: 'discord',
          status,
          limit: DESIGNS_AT_A_TIME,
          ...(before === undefined ? {} : { before }),
        });
        found.push(...page.filter(({ thread }) => thread?.thread));
        before = page.at(-1)?.id;
        if (page.length < DESIGNS_AT_A_TIME) break;
      }
    }
    return found;
  }

  /** What cannot be read of one is no reason to leave the others. */
  async #catchUp({ id, thread, startedAt }: DesignSummary): Promise<void> {
    if (this.#signal.aborted || thread === null) return;
    const { engine, conversations } = this.#desk;
    try {
      const where = await toldAgain(() => conversations.of(thread.thread));
      const { said, isAll } = await this.#saidIn(thread.thread, startedAt);
      const design = await engine.design(id);
      if (design === null) return;
      const known = messagesRecorded(design, thread.thread);
      for (const message of said) {
        if (this.#signal.aborted) return;
        await this.#take({ ...message, guild_id: where.guild }, known, where);
      }
      const there = new Set(said.map((message) => message.id));
      // What was carried over from the design before stands further up.
      const first = BigInt(idAt(startedAt));
      const gone = [...known].filter((message) => isAll && BigInt(message) > first && !there.has(message));
      if (gone.length > 0) await this.#messages.deleted({ channel_id: thread.thread, ids: gone });
    } catch (error) {
      const { log } = engine.parts;
      log.warn('discord_thread_not_caught_up', { designId: id, error });
    }
  }

  /** What is known already is looked at for changes only: its files need not be fetched again. */
  async #take(said: Said, known: ReadonlySet<string>, where: Whereabouts): Promise<void> {
    if (known.has(said.id)) return this.#messages.changed(said);
    if (!this.#isPast(said, where)) await this.#messages.heard(said);
  }

  #isPast({ id, content }: Said, { kind }: Whereabouts): boolean {
    const { botUser, engine } = this.#desk;
    const asked = askedIn(content, { botUser, isDirect: kind === 'direct', isInDesign: true });
    return asked !== null && engine.parts.clock.now() - SnowflakeUtil.timestampFrom(id) > STILL_ASKED_MS;
  }

  /** Everything that was said since the design began, the oldest first; and whether that is all of it. */
  async #saidIn(
    conversation: string,
    startedAt: number,
  ): Promise<{ readonly said: Said[]; readonly isAll: boolean }> {
    const said: Said[] = [];
    let after = idAt(startedAt);
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = new URLSearchParams({ after, limit: String(PAGE_MESSAGES) });
      const found = await toldAgain(() =>
        this.#desk.rest.get(Routes.channelMessages(conversation), { query }),
      ).catch((error: unknown) => {
        throw faultOf(error);
      });
      // The newest comes first.
      const messages = z.array(Said).parse(found).toReversed();
      said.push(...messages);
      after = messages.at(-1)?.id ?? after;
      if (messages.length < PAGE_MESSAGES) return { said, isAll: true };
    }
    return { said, isAll: false };
  }
}
