/**
 * Commands of people on their way to a design's owner, wherever that is: stored, and answered within
 * 2 s, or *taken, not done yet*.
 */

import { randomUUIDv7 } from 'node:crypto';
import type * as z from 'zod';
import { InboxCommand, type Refusal, refuse, refuseEnded } from '#design/commands.ts';
import { decide } from '#design/decide.ts';
import type { DesignId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import type { Answer, DesignRow, Store } from '#store/store.ts';
import { isFault } from '#support/fault.ts';
import { noSuchDesign } from '#words/refusals.ts';
import type { Actor, Delivery, Result } from './design-inputs.ts';
import type { Parts } from './engine-parts.ts';
import { judgeStart, StartRefused } from './limits.ts';
import { append, loadDesign, NOTHING, summaryOf } from './loaded.ts';
import type { Owner } from './owner.ts';
import { mayAct, type RightAct } from './rights.ts';
import { isSetAside } from './set-aside.ts';
import type { StartCommand } from './start.ts';

const ANSWER_MS = 2_000;
const LOOK_EVERY_MS = 200;

export class Inbox {
  readonly #parts: Parts;
  readonly #owner: Owner;

  constructor(parts: Parts, owner: Owner) {
    this.#parts = parts;
    this.#owner = owner;
  }

  /** Whoever may not, or what cannot be, is told before anything is stored. */
  async act(
    id: DesignId,
    act: RightAct,
    actor: Actor,
    delivery: Delivery,
    commandOf: (design: Design | null) => InboxCommand | Refusal,
  ): Promise<Result> {
    const { store, now } = this.#parts;
    const row = await this.rowFor(id, act, actor);
    if ('code' in row) return refused(row);
    const known = await store.findCommand(delivery.platform, delivery.id);
    if (known !== null) return this.answer(known.designId, known.id);
    if (isSetAside(row)) return refused(refuse('ended', row.summary.headline));
    const design = this.#owner.designOf(id) ?? (await loadDesign(store, id)).design;
    const command = commandOf(design);
    if ('code' in command) return refused(command);
    const { error } = InboxCommand.safeParse(command);
    if (error !== undefined) return refused(invalid(error));
    if (design !== null) {
      const at = Math.max(now(), design.lastAt);
      const decided = decide(design, command, { at, uuid: randomUUIDv7 });
      if (!decided.accepted) return refused(decided.refusal);
      // It is as was asked, and nobody takes from the inbox of what has ended (C19).
      if (row.isEnded) return { ok: true, isDone: true };
    }
    return this.answer(id, (await this.#put(id, command, delivery)).id);
  }

  /** A design, for whoever may do this to it. */
  async rowFor(id: DesignId, act: RightAct, actor: Actor): Promise<DesignRow | Refusal> {
    const row = await this.#parts.store.design(id);
    if (row === null) return refuse('not_found', noSuchDesign(id));
    return mayAct(actor, act, row.summary.startedBy) ?? row;
  }

  #put(designId: DesignId, command: InboxCommand, delivery: Delivery) {
    const { store, now } = this.#parts;
    const { platform, id: platformId } = delivery;
    return store.putCommand({ designId, platform, platformId, command, at: now() });
  }

  /** Refused if too much runs already. */
  async putStart(command: StartCommand, { platform, id: platformId }: Delivery) {
    const { store, now } = this.#parts;
    const { designId } = command;
    const row = { designId, platform, platformId, command, at: now() };
    const decided = decide(null, command, { at: row.at, uuid: randomUUIDv7 });
    if (!decided.accepted) return decided.refusal;
    const { design } = append(NOTHING, decided.events).next;
    if (design === null) throw new Error('broken invariant: a start without events');
    try {
      return await store.putCommand(row, summaryOf(design), (atWork) =>
        judgeStart(command, atWork),
      );
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error;
      return error.refusal;
    }
  }

  /** The answer to a stored command. `isDone: false` if none came in time: people told that it failed would repeat it. */
  async answer(id: DesignId, inboxId: number): Promise<Result> {
    const { store, log } = this.#parts;
    try {
      await this.#owner.answerInbox(id);
      const answer = await waitForAnswer(store, id, inboxId);
      if (answer !== null) return answer.ok ? { ok: true, isDone: true } : refused(answer.refusal);
      const row = await store.design(id);
      if (row !== null && isSetAside(row)) return refused(refuse('ended', row.summary.headline));
      if (row?.isEnded) return refused(refuseEnded());
    } catch (error) {
      if (!isFault(error, 'store_away')) throw error;
      log.warn('answer_not_read', { designId: id, error });
    }
    return { ok: true, isDone: false };
  }
}

export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

export function invalid(error: z.ZodError): Refusal {
  const [issue] = error.issues;
  return refuse('invalid', `${issue?.path.join('.')}: ${issue?.message}`);
}

async function waitForAnswer(store: Store, id: DesignId, inboxId: number): Promise<Answer | null> {
  const until = performance.now() + ANSWER_MS;
  let changed = Promise.withResolvers<void>();
  const unwatch = store.watch((changedId) => {
    if (changedId === id || changedId === null) changed.resolve();
  });
  try {
    for (;;) {
      // Before the look, so that an answer that comes during it is not missed.
      changed = Promise.withResolvers();
      const answer = await store.answerOf(inboxId);
      if (answer !== null || performance.now() >= until) return answer;
      const timer = setTimeout(changed.resolve, LOOK_EVERY_MS);
      await changed.promise;
      clearTimeout(timer);
    }
  } finally {
    unwatch();
  }
}
