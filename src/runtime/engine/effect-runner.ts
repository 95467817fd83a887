import type { Command } from '../../core/commands.ts';
import type { Design } from '../../core/design.ts';
import type { Effect } from '../../core/effects.ts';
import { findSession } from '../../core/participants.ts';
import type { Claim } from '../ports/fleet.ts';
import type { PinnedRepository } from '../ports/repository.ts';
import type { OutboxEntry } from '../ports/store.ts';
import { redacted } from '../redacted.ts';
import { DesignThread, isSaid, type SaidEntry } from './design-thread.ts';
import { writeFiles } from './file-writer.ts';
import type { Parts } from './parts.ts';
import { patiently } from './patience.ts';
import type { SessionDesk } from './session-desk.ts';

type Promised = Pick<OutboxEntry, 'id' | 'effect' | 'state'>;

export interface RunnerHooks {
  readonly desk: SessionDesk;
  /** As it stands now. */
  readonly design: () => Design | null;
  readonly report: (command: Command) => Promise<void>;
  /** These are over, for what stores that. */
  readonly over: (effectIds: readonly string[]) => void;
  /** Nothing is under way any more. */
  readonly idle: () => void;
  readonly broken: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/**
 * P4: carries out one design's committed effects, in the order of their events: what concerns processes and files in
 * one lane, posts to the thread in another, so that a platform that is slow holds up nobody's turn.
 */
export class EffectRunner {
  readonly #claim: Claim;
  readonly #parts: Parts;
  readonly #hooks: RunnerHooks;
  readonly #underWay = new Set<Promise<void>>();
  #work: Promise<void> = Promise.resolve();
  #saying: Promise<void> = Promise.resolve();
  #repository: Promise<PinnedRepository | null> | null = null;
  readonly thread: DesignThread;

  constructor(claim: Claim, parts: Parts, hooks: RunnerHooks) {
    this.#claim = claim;
    this.#parts = parts;
    this.#hooks = hooks;
    const { report, idle, signal } = hooks;
    this.thread = new DesignThread(parts, {
      design: () => present(hooks.design()),
      mark: (marks) => this.#mark(marks),
      again: (entries) => this.#say(entries),
      report,
      idle,
      signal,
    });
  }

  get isIdle(): boolean {
    return this.#underWay.size === 0 && this.thread.isIdle;
  }

  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /** `design` is what their events left: a question is asked as it stood when it was to be asked. */
  run(effects: readonly Promised[], design: Design): void {
    const said = effects.flatMap(({ effect, ...entry }) => (isSaid(effect) ? [{ ...entry, effect }] : []));
    const work = effects.filter(({ effect }) => !isSaid(effect));
    if (work.length > 0) this.#work = this.#track(this.#work.then(() => this.#carryOut(work, design)));
    this.#say(said);
  }

  #say(entries: readonly SaidEntry[]): void {
    for (const entry of entries) {
      this.#saying = this.#track(
        this.#saying.then(() => (this.#hooks.signal.aborted ? undefined : this.thread.carryOut(entry))),
      );
    }
  }

  /**
   * Of what an owner before this one left undone, what there still is to do. The rest concerned processes that ended
   * with that owner; `resume` has promised others instead.
   */
  async adopt(left: readonly OutboxEntry[], design: Design): Promise<OutboxEntry[]> {
    const open = left.filter(({ effect }) => isStillOpen(effect, design));
    const gone = left.filter((entry) => !open.includes(entry));
    await this.#mark(gone.map(({ id }) => ({ id, state: 'dropped', receipt: '' })));
    return open;
  }

  #track(work: Promise<void>): Promise<void> {
    const tracked = work.catch(this.#hooks.broken).finally(() => {
      this.#underWay.delete(tracked);
      if (this.isIdle) this.#hooks.idle();
    });
    this.#underWay.add(tracked);
    return tracked;
  }

  async #carryOut(effects: readonly Promised[], design: Design): Promise<void> {
    const { desk, signal, over } = this.#hooks;
    for (const { id, effect } of effects) {
      if (signal.aborted) return;
      switch (effect.type) {
        case 'start_session':
          desk.start(effect.sessionId, effect.participant);
          break;
        case 'stop_session':
          desk.stop(effect.sessionId);
          break;
        case 'ask':
          desk.ask(design, effect.turnId, await this.#openRepository(design));
          break;
        case 'write_files':
          if (await this.#write(id)) continue;
          return;
        case 'post':
        case 'acknowledge':
        case 'finish_thread':
          throw new Error('broken invariant: something to say in the lane of processes and files');
      }
      over([id]);
    }
  }

  /** `false` when it was told to stop before it knew how it went. */
  async #write(effectId: string): Promise<boolean> {
    await this.#mark([{ id: effectId, state: 'attempted', receipt: '' }]);
    const report = await writeFiles(this.#claim.designId, this.#parts, this.#hooks.signal);
    if (report === null) return false;
    // In the commit of the report: an owner after this one writes them again if, and only if, nobody has heard of it.
    this.#hooks.over([effectId]);
    await this.#hooks.report(redacted(report, this.#parts.redact));
    return true;
  }

  async #mark(marks: Parameters<Parts['store']['markEffects']>[2]): Promise<void> {
    if (marks.length === 0) return;
    const { store, log } = this.#parts;
    const { designId, epoch } = this.#claim;
    const { signal } = this.#hooks;
    await patiently(() => store.markEffects(designId, epoch, marks), { signal, log, what: designId });
  }

  #openRepository({ repository }: Design): Promise<PinnedRepository | null> {
    if (repository === null) return Promise.resolve(null);
    this.#repository ??= this.#parts.openRepository(repository.name, repository.commit);
    return this.#repository;
  }
}

function isStillOpen(effect: Effect, design: Design): boolean {
  if (effect.type === 'write_files') return true;
  return (
    effect.type === 'start_session' && findSession(design, effect.sessionId)?.session.state === 'starting'
  );
}

function present(design: Design | null): Design {
  if (design === null) throw new Error('broken invariant: an effect of a design that does not exist');
  return design;
}
