/**
 * Effects of a design, carried out after their commit and again by the next owner if one is lost:
 * sessions, files, messages, timers.
 */

import type { Command } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { isSaid, type WorkEffect } from '../../core/vocabulary/effects.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { findSession } from '../../core/vocabulary/participants.ts';
import { present } from '../../core/vocabulary/present.ts';
import { hasItsFiles } from '../../core/vocabulary/status.ts';
import { type Timer, timersOf } from '../../core/workflow/timers.ts';
import { errorMessageOf } from '../../foundation/fault.ts';
import { RETRY_POLICIES, retry } from '../../foundation/retry.ts';
import { assertUnreachable } from '../../foundation/unreachable.ts';
import type { Commit, OutboxEntry, Posted } from '../../ports/store.ts';
import { convertToPlain } from '../../presentation/format/plain-document.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { drawSilence } from '../../presentation/words/waiting.ts';
import { bundleOf } from '../../record/bundle.ts';
import { readAllEvents } from '../../record/loading.ts';
import { sourcesOf } from '../../record/sources.ts';
import type { DesignParts } from '../design/design-parts.ts';
import type { Mailbox } from '../design/mailbox.ts';
import type { OwnedStore } from '../design/owned-store.ts';
import type { UnderWay } from '../design/under-way.ts';
import { DesignThread } from '../thread/design-thread.ts';
import { ReadRepository } from './read-repository.ts';
import { SessionSupervisor } from './session-supervisor.ts';
import { tellSuperseded } from './superseding.ts';

type Promised = Commit['effects'][number];
type Work = Pick<Promised, 'id'> & { readonly effect: WorkEffect };

/** Attempts to write files if events are added meanwhile. */
const WRITE_ATTEMPTS = 20;

/**
 * Carries out one design's effects and timers. Processes and files have one lane, posts to the
 * thread another, so that a slow platform delays no turn.
 */
export class Effects {
  readonly sessions: SessionSupervisor;
  readonly #thread: DesignThread;
  readonly #repository: ReadRepository;
  readonly #mailbox: Mailbox;
  readonly #owned: OwnedStore;
  readonly #underWay: UnderWay;
  readonly #parts: DesignParts;
  readonly #inLane: (work: () => Promise<void>) => void;
  #timers: readonly Disposable[] = [];
  readonly #notBegun: Work[] = [];

  constructor(mailbox: Mailbox, owned: OwnedStore, underWay: UnderWay, parts: DesignParts) {
    this.#mailbox = mailbox;
    this.#owned = owned;
    this.#underWay = underWay;
    this.#parts = parts;
    this.#inLane = underWay.lane();
    this.sessions = new SessionSupervisor(mailbox, underWay, parts);
    this.#repository = new ReadRepository(owned, parts);
    this.#thread = new DesignThread(mailbox, owned, underWay, parts);
    mailbox.turns.onSilence = () => this.#tellSilence();
  }

  #tellSilence(): void {
    const { designToShow } = this.#mailbox;
    if (designToShow === null || this.#owned.signal.aborted) return;
    const words = convertToPlain(drawSilence(viewOf(designToShow)));
    this.#parts.waits.modelSilent(designToShow, words);
    this.#thread.silenceChanged();
  }

  get isIdle(): boolean {
    return this.#thread.isIdle;
  }

  /** Time of the next attempt at a failed post; `null` for none. */
  get nextDueAt(): number | null {
    return this.#thread.nextDueAt;
  }

  /** Adopts the thread. A previous owner's pending posts come before new ones. */
  adoptThread(pendingEntries: readonly OutboxEntry[], posts: readonly Posted[]): Promise<void> {
    return this.#thread.adopt(pendingEntries, posts);
  }

  /**
   * Begins the effects that a previous owner left pending, if `mayBegin`. Drops effects on that
   * owner's processes: the command `resume` has recorded new ones.
   */
  async resume(
    pendingEffects: readonly Promised[],
    design: Design,
    mayBegin: boolean,
  ): Promise<void> {
    const open = await this.#stillOpen(workIn(pendingEffects), design);
    if (mayBegin) this.#begin(open, design);
    else this.#notBegun.push(...open);
    this.#arm(timersOf(this.#mailbox.design ?? design));
  }

  async #stillOpen(pendingWork: readonly Work[], design: Design): Promise<Work[]> {
    const open = pendingWork.filter(({ effect }) => isStillOpen(effect, design));
    const closedWork = pendingWork.filter((entry) => !open.includes(entry));
    await this.#owned.mark(
      'dropped',
      closedWork.map(({ id }) => id),
    );
    return open;
  }

  /**
   * Begins the effects of a commit; without a slot (`mayBegin`), only posts. `design` is the state
   * after it.
   */
  beginEffects({ effects, events }: Commit, design: Design, mayBegin: boolean): void {
    this.#arm(timersOf(design));
    this.#thread.scheduleEdits(events.map(({ event }) => event));
    this.#thread.say(effects.map((promisedEffect) => ({ ...promisedEffect, state: 'pending' })));
    const work = workIn(effects);
    if (!mayBegin) {
      this.#notBegun.push(...work);
      return;
    }
    const before = this.#notBegun.splice(0);
    // The design has ended or rests and never had a slot: nothing else begins these.
    if (before.length > 0)
      this.#underWay.watch(
        this.#stillOpen(before, design).then((open) => this.#begin(open, design)),
      );
    this.#begin(work, design);
  }

  disarm(): void {
    this.#arm([]);
  }

  close(): void {
    this.disarm();
    this.#thread.close();
  }

  /** Replaces the armed timers. A past one is due at once. */
  #arm(timers: readonly Timer[]): void {
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#timers = timers.map(({ id: timerId, dueAt }) =>
      this.#parts.clock.at(dueAt, () =>
        this.#underWay.watch(this.#mailbox.submit({ type: 'pass_deadline', timerId })),
      ),
    );
  }

  /** A session is asked with the design as it was when the question became due. */
  #begin(work: readonly Work[], design: Design): void {
    if (work.length === 0) return;
    this.#inLane(async () => {
      for (const { id, effect } of work) {
        if (this.#owned.signal.aborted) return;
        if (await this.#carryOut(id, effect, design)) this.#mailbox.noteDone(id);
      }
    });
  }

  /** Returns true when done; otherwise the next owner does it. */
  async #carryOut(id: string, effect: WorkEffect, design: Design): Promise<boolean> {
    switch (effect.type) {
      case 'start_session':
        this.sessions.start(effect.sessionId, effect.participant);
        return true;
      case 'stop_session':
        this.sessions.stop(effect.sessionId);
        return true;
      case 'ask':
        this.sessions.ask(design, effect.turnId, await this.#repository.open(design));
        return true;
      case 'write_files':
        return this.#write(id, design);
      case 'tell_superseded':
        return tellSuperseded(this.#mailbox.design ?? design, this.#parts, this.#owned.signal);
      default:
        return assertUnreachable(effect);
    }
  }

  async #write(effectId: string, { id }: Design): Promise<boolean> {
    await this.#owned.mark('attempted', [effectId]);
    for (let attempt = 1; !this.#isWritten; attempt += 1) {
      const report = await writeFiles(id, this.#parts, this.#owned.signal);
      // Stopped before the result was known: the next owner writes the files again.
      if (report === null) return false;
      const decision = await this.#mailbox.submit(report);
      if (decision.accepted) break;
      // More was recorded meanwhile, like a process's late end, and belongs in the files.
      if (attempt < WRITE_ATTEMPTS) continue;
      const detail = 'more was recorded each time while they were being written';
      await this.#mailbox.submit({ type: 'report_files_failed', detail });
      break;
    }
    return true;
  }

  /**
   * True if the files cover everything recorded. Their report may be stored although the effect was
   * not marked done.
   */
  get #isWritten(): boolean {
    const { design } = this.#mailbox;
    return design !== null && hasItsFiles(design);
  }
}

function workIn(promisedEffects: readonly Promised[]): Work[] {
  return promisedEffects.flatMap(({ id, effect }) => (isSaid(effect) ? [] : [{ id, effect }]));
}

/** True if the next owner has to begin this effect. */
function isStillOpen(effect: WorkEffect, design: Design): boolean {
  switch (effect.type) {
    case 'write_files':
    case 'tell_superseded':
      return true;
    case 'start_session':
      return findSession(design, effect.sessionId)?.session.state === 'starting';
    case 'stop_session':
    case 'ask':
      return false;
    default:
      return assertUnreachable(effect);
  }
}

/**
 * Writes a design's files from its stored events. Resolves to the command that reports the result;
 * `null` if stopped before. Never rejects: a failure becomes a command too.
 */
async function writeFiles(
  designId: DesignId,
  parts: Pick<DesignParts, 'store' | 'bundles' | 'clock' | 'log' | 'waits'>,
  signal: AbortSignal,
): Promise<Command | null> {
  const { store, bundles, clock, log, waits } = parts;
  try {
    return await retry<Command>(
      async () => {
        const events = await readAllEvents(store, designId);
        const sources = present(
          await sourcesOf(store, events),
          `files of ${designId}, which has no events`,
        );
        const at = Math.max(clock.now(), sources.design.lastAt);
        const { files, written, head } = bundleOf(sources, at);
        await bundles.write(designId, files);
        const { type: _, at: madeAt, ...named } = written;
        const madeOf = { version: events.length, at: madeAt, head };
        return { type: 'report_files_written', ...named, madeOf };
      },
      RETRY_POLICIES.bundleFiles,
      {
        isPassing: () => true,
        onFailed: (error, attempt) => waits.filesNotWritten(designId, attempt, error),
        signal,
      },
    );
  } catch (error) {
    if (signal.aborted) return null;
    log.error('files_given_up', {
      designId,
      error,
      toDo: 'Free disk space, and run the design again.',
    });
    return { type: 'report_files_failed', detail: errorMessageOf(error) };
  }
}
