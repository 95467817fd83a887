/**
 * The designs that a gateway talks to, in memory: what it was asked, once for each delivery, with the
 * engine's own rule of who may. What designs do about it is the engine's, and tested there.
 */

import { randomUUIDv7 } from 'node:crypto';
import type { ChatDesigns } from '#chat/gateway.ts';
import type { Thread } from '#design/events.ts';
import { type DesignId, mint } from '#design/ids.ts';
import type { Actor, Delivery, Result, StartInput } from '#engine/design-inputs.ts';
import { mayAct, type RightAct } from '#engine/rights.ts';
import type { DesignRow, Query } from '#store/store.ts';

export interface Asked {
  readonly act: RightAct;
  readonly id: DesignId;
  readonly actor: Actor;
  readonly given: Readonly<Record<string, unknown>>;
}

export class KnownDesigns implements ChatDesigns {
  /** All that was done, in order. */
  readonly asked: Asked[] = [];
  readonly rows = new Map<DesignId, DesignRow>();
  readonly #results = new Map<string, Result>();
  /** Resolves before anything is stored. */
  delay: Promise<void> = Promise.resolve();
  /** The next that is asked fails with this, as when the store is away. */
  failure: Error | null = null;
  /** Something is asked, and not done yet. */
  onAsked: () => void = () => undefined;

  /** A design that somebody has started, with its thread. */
  add(thread: Thread, startedBy: string, topic = 'Redis or Postgres?'): DesignId {
    const id = mint('design', randomUUIDv7());
    this.#put(id, topic, thread, { name: 'Ana', id: startedBy, via: thread.platform });
    return id;
  }

  end(id: DesignId): void {
    const row = this.rows.get(id);
    if (row !== undefined) this.rows.set(id, { ...row, isEnded: true });
  }

  acts(): string[] {
    return this.asked.map(({ act }) => act);
  }

  async start(input: StartInput, actor: Actor, delivery: Delivery, thread?: Thread) {
    const id = mint('design', randomUUIDv7());
    const result = await this.#once(delivery, 'start', id, actor, { ...input, thread }, () => {
      if (thread !== undefined) this.#put(id, input.topic, thread, actor);
      return { ok: true, isDone: true, id, estimate: 'Six personas, about $1.30 and 7 min.' };
    });
    return result as Awaited<ReturnType<ChatDesigns['start']>>;
  }

  async reply(id: DesignId, input: { text: string }, actor: Actor, delivery: Delivery) {
    const number = this.asked.filter(({ act }) => act === 'answer').length + 1;
    const result = await this.#once(delivery, 'answer', id, actor, { ...input, delivery }, () => ({
      ok: true,
      isDone: true,
      number,
    }));
    return result as Awaited<ReturnType<ChatDesigns['reply']>>;
  }

  goOn(id: DesignId, actor: Actor, delivery: Delivery) {
    return this.#once(delivery, 'go_on', id, actor, {});
  }

  decide(id: DesignId, input: object, actor: Actor, delivery: Delivery) {
    return this.#once(delivery, 'decide', id, actor, { ...input });
  }

  cancel(id: DesignId, _reason: string, actor: Actor, delivery: Delivery) {
    return this.#once(delivery, 'cancel', id, actor, {}, () => {
      this.end(id);
      return { ok: true, isDone: true };
    });
  }

  async runAgain(id: DesignId, actor: Actor) {
    const delivery = { platform: 'run_again', id };
    const result = await this.#once(delivery, 'run_again', id, actor, {});
    return result as Awaited<ReturnType<ChatDesigns['runAgain']>>;
  }

  async find({ limit = 50, channel, words = '' }: Partial<Query>) {
    return [...this.rows.values()]
      .filter(({ summary }) => channel === undefined || summary.channel === channel)
      .filter(({ summary }) => summary.topic.toLowerCase().includes(words))
      .toReversed()
      .slice(0, limit);
  }

  async read(id: string) {
    const row = [...this.rows.values()].find((each) => each.id.endsWith(id));
    return row === undefined ? null : { row, design: null };
  }

  async ofThread(platform: string, channel: string, thread: string) {
    const all = [...this.rows.values()].filter(
      ({ summary }) =>
        summary.platform === platform && summary.channel === channel && summary.thread === thread,
    );
    return all.at(-1) ?? null;
  }

  async #once(
    { platform, id: deliveryId }: Delivery,
    act: RightAct,
    id: DesignId,
    actor: Actor,
    given: Asked['given'],
    work: () => Result = () => ({ ok: true, isDone: true }),
  ): Promise<Result> {
    this.onAsked();
    await this.delay;
    const failure = this.failure;
    this.failure = null;
    if (failure !== null) throw failure;
    const key = `${platform} ${deliveryId}`;
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const refusal = mayAct(actor, act, this.rows.get(id)?.summary.startedBy ?? null);
    if (refusal !== null) return { ok: false, refusal };
    this.asked.push({ act, id, actor, given });
    const result = work();
    this.#results.set(key, result);
    return result;
  }

  #put(id: DesignId, topic: string, thread: Thread, by: Pick<Actor, 'name' | 'id' | 'via'>): void {
    this.rows.set(id, {
      id,
      key: '0'.repeat(32),
      version: 1,
      epoch: 1,
      owner: null,
      isLapsed: false,
      isEnded: false,
      wasReleased: false,
      summary: {
        topic,
        status: 'running',
        phase: 'questioning',
        step: 'asking',
        headline: '',
        depth: 'standard',
        startedBy: { name: by.name, id: by.id, via: by.via },
        ...thread,
        startedAt: Date.now(),
        endedAt: null,
        costUsd: 0.31,
        isRehearsal: false,
      },
    });
  }
}
