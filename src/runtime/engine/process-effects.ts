import type { Design } from '../../core/design.ts';
import type { Effect } from '../../core/effects.ts';
import { findSession } from '../../core/participants.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Log } from '../ports/log.ts';
import type { PinnedRepository } from '../ports/repository.ts';
import type { OutboxEntry, Store } from '../ports/store.ts';
import { isThreadEffect, type ThreadEffect } from './design-thread.ts';
import { writeFiles } from './file-writer.ts';
import type { Lane } from './lane.ts';
import type { Mailbox } from './mailbox.ts';
import type { Outbox } from './outbox.ts';
import type { SessionSupervisor } from './session-supervisor.ts';
import type { TurnStarter } from './turn-starter.ts';

type Promised = Pick<OutboxEntry, 'id' | 'effect'>;

export interface EffectParts {
  readonly store: Store;
  readonly bundles: Bundles;
  readonly log: Log;
  /** The repository of this name at this commit; `null` when it is not configured any more. */
  readonly openRepository: (name: string, commit: string) => Promise<PinnedRepository | null>;
}

/** What is there for the one design. */
interface Own {
  readonly mailbox: Mailbox;
  readonly outbox: Outbox;
  readonly supervisor: SessionSupervisor;
  readonly starter: TurnStarter;
  readonly lane: Lane;
}

/** Carries out those of one design's committed effects that concern processes and files, in the order of their events (P4). */
export class ProcessEffects {
  readonly #own: Own;
  readonly #parts: EffectParts;
  readonly #signal: AbortSignal;
  #repository: Promise<PinnedRepository | null> | null = null;

  constructor(own: Own, parts: EffectParts, signal: AbortSignal) {
    this.#own = own;
    this.#parts = parts;
    this.#signal = signal;
  }

  /** `design` is what their events left: a question is asked as it stood when it was to be asked. */
  run(effects: readonly Promised[], design: Design): void {
    if (effects.length > 0) this.#own.lane.add(() => this.#carryOut(effects, design));
  }

  /**
   * Of what an owner before this one left undone, what there still is to do. The rest concerned processes that ended
   * with that owner; `resume` has promised others instead.
   */
  async adopt(left: readonly OutboxEntry[], design: Design): Promise<OutboxEntry[]> {
    const open = left.filter(({ effect }) => isStillOpen(effect, design));
    const gone = left.filter((entry) => !open.includes(entry));
    await this.#own.outbox.mark(gone.map(({ id }) => ({ id, state: 'dropped', receipt: '' })));
    return open;
  }

  async #carryOut(effects: readonly Promised[], design: Design): Promise<void> {
    for (const { id, effect } of effects) {
      if (this.#signal.aborted) return;
      if (isThreadEffect(effect)) throw new Error('broken invariant: a thread is not written to here');
      if (await this.#isDone(id, effect, design)) this.#own.mailbox.noteDone([id]);
    }
  }

  /** Whether the effect is over and only has to be noted. */
  async #isDone(id: string, effect: Exclude<Effect, ThreadEffect>, design: Design): Promise<boolean> {
    switch (effect.type) {
      case 'start_session':
        this.#own.supervisor.start(effect.sessionId, effect.participant);
        return true;
      case 'stop_session':
        this.#own.supervisor.stop(effect.sessionId);
        return true;
      case 'ask':
        this.#own.starter.ask(design, effect.turnId, await this.#openRepository(design));
        return true;
      case 'write_files':
        await this.#write(id, design);
        return false;
    }
  }

  async #write(effectId: string, { id }: Design): Promise<void> {
    await this.#own.outbox.mark([{ id: effectId, state: 'attempted', receipt: '' }]);
    const report = await writeFiles(id, this.#parts, this.#signal);
    // It was told to stop before it knew: an owner after this one writes them again.
    if (report === null) return;
    // In the commit of the report: an owner after this one writes them again if, and only if, nobody has heard of it.
    this.#own.mailbox.noteDone([effectId]);
    await this.#own.mailbox.submit(report);
  }

  #openRepository({ repository }: Design): Promise<PinnedRepository | null> {
    if (repository === null) return Promise.resolve(null);
    this.#repository ??= this.#parts.openRepository(repository.name, repository.commit);
    return this.#repository;
  }
}

function isStillOpen(effect: Effect, design: Design): boolean {
  switch (effect.type) {
    case 'write_files':
      return true;
    case 'start_session':
      return findSession(design, effect.sessionId)?.session.state === 'starting';
    case 'stop_session':
    case 'ask':
    case 'post':
    case 'acknowledge':
    case 'finish_thread':
      return false;
  }
}
