import type { Command } from '../../core/commands.ts';
import type { Decision } from '../../core/decide.ts';
import type { Design } from '../../core/design.ts';
import type { DesignId } from '../../core/ids.ts';
import type { Timer } from '../../core/timers.ts';
import type { PinnedRepository } from '../ports/repository.ts';
import type { Commit } from '../ports/store.ts';
import { redacted } from '../redacted.ts';
import type { Held } from './commit.ts';
import { writeFiles } from './file-writer.ts';
import { Mailbox } from './mailbox.ts';
import type { Parts } from './parts.ts';
import { type DeskReports, SessionDesk } from './session-desk.ts';

type Pending = Commit['effects'];

/** One design in this process: its mailbox, and everything that its committed events make happen. */
export class DesignHost {
  readonly #parts: Parts;
  readonly #mailbox: Mailbox;
  readonly #desk: SessionDesk;
  readonly #changed: (commit: Commit) => void;
  readonly #armed = new Map<string, { readonly dueAt: number; readonly timer: Disposable }>();
  #repository: Promise<PinnedRepository | null> | null = null;
  readonly #stopping = new AbortController();
  #effects: Promise<void> = Promise.resolve();

  constructor(id: DesignId, held: Held, parts: Parts, changed: (commit: Commit) => void) {
    this.#parts = parts;
    this.#changed = changed;
    this.#desk = new SessionDesk(
      id,
      parts,
      this.#reports(),
      () => this.design,
      (error) => this.#broken(error),
    );
    this.#mailbox = new Mailbox(id, held, parts, {
      recordOf: (finished, design) => this.#desk.recordOf(finished, design),
      committed: (commit, design) => this.#committed(commit, design),
    });
  }

  get id(): DesignId {
    return this.#mailbox.id;
  }

  get design(): Design | null {
    return this.#mailbox.design;
  }

  submit(command: Command, inboxId: string | null = null): Promise<Decision> {
    return this.#mailbox.submit(command, inboxId);
  }

  /** C18: takes up a design that another process left: its sessions, its timers, and effects that were not done. */
  async resume(): Promise<void> {
    const { store } = this.#parts;
    const left = await store.pendingEffects(this.id);
    await this.submit({ type: 'resume' });
    for (const entry of await store.unhandled(this.id)) await this.submit(entry.command, entry.id);
    const [files, gone] = [left.filter(isForFiles), left.filter((entry) => !isForFiles(entry))];
    // These concerned processes that ended with the one before this; `resume` has promised others instead.
    await store.markEffects(
      gone.map(({ id }) => id),
      'dropped',
    );
    if (this.design !== null) this.#carryOut(this.design, files);
  }

  /** Nothing more is done for this design here; it can be resumed elsewhere. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#arm([]);
    this.#desk.close();
    await this.#mailbox.idle();
    await this.#effects;
  }

  /** Over, and with nothing under way any more. */
  async isAtRest(): Promise<boolean> {
    await this.#mailbox.idle();
    await this.#effects;
    await this.#mailbox.idle();
    return this.design?.end != null;
  }

  /** Runs between two commands, so that what follows from a commit is under way before the next decision. */
  #committed(commit: Commit, design: Design): void {
    if (this.#stopped) return;
    this.#arm(commit.timers);
    for (const { event } of commit.events) if (event.type === 'turn_finished') this.#desk.forget(event);
    this.#carryOut(design, commit.effects);
    this.#changed(commit);
  }

  #carryOut(design: Design, effects: Pending): void {
    if (effects.length === 0) return;
    this.#effects = this.#effects
      .then(() => this.#dispatch(design, effects))
      .catch((error) => this.#broken(error));
  }

  /** P4: in the order of the events. What concerns a process is over once it is under way; files are waited for. */
  async #dispatch(design: Design, effects: Pending): Promise<void> {
    for (const { id, effect } of effects) {
      if (this.#stopped) return;
      switch (effect.type) {
        case 'start_session':
          this.#desk.start(effect.sessionId, effect.participant);
          break;
        case 'stop_session':
          this.#desk.stop(effect.sessionId);
          break;
        case 'ask':
          this.#desk.ask(design, effect.turnId, await this.#openRepository(design));
          break;
        case 'write_files': {
          await this.#parts.store.markEffects([id], 'attempted');
          const report = await writeFiles(this.id, this.#parts, this.#stopping.signal);
          if (report === null) return;
          await this.submit(redacted(report, this.#parts.redact));
          break;
        }
      }
    }
    await this.#parts.store.markEffects(
      effects.map(({ id }) => id),
      'done',
    );
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  #openRepository({ repository }: Design): Promise<PinnedRepository | null> {
    if (repository === null) return Promise.resolve(null);
    this.#repository ??= this.#parts.openRepository(repository.name, repository.commit);
    return this.#repository;
  }

  /** One clock timer for each armed timer that is not running yet; those that are no longer armed are taken back. */
  #arm(timers: readonly Timer[]): void {
    for (const [id, { dueAt, timer }] of this.#armed) {
      if (timers.some((each) => each.id === id && each.dueAt === dueAt)) continue;
      timer[Symbol.dispose]();
      this.#armed.delete(id);
    }
    for (const { id, dueAt } of timers) {
      if (this.#armed.has(id)) continue;
      const timer = this.#parts.clock.at(dueAt, () => {
        this.#armed.delete(id);
        this.#report({ type: 'pass_deadline', timerId: id }).catch((error) => this.#broken(error));
      });
      this.#armed.set(id, { dueAt, timer });
    }
  }

  #reports(): DeskReports {
    return {
      sessionReady: (sessionId, pid) => this.#report({ type: 'report_session_ready', sessionId, pid }),
      sessionLost: (sessionId, cause) => this.#report({ type: 'report_session_lost', sessionId, cause }),
      modelAnswered: (turnId, answer) => this.#report({ type: 'report_model_answer', turnId, ...answer }),
      toolCalled: (turnId, call) => this.#report({ type: 'report_tool_call', turnId, ...call }),
      failed: (turnId, outcome, error) => this.#report({ type: 'fail_turn', turnId, outcome, error }),
      submit: async (turnId, submission, sha256, latencyMs) => {
        const decision = await this.submit({ type: 'submit', turnId, submission, sha256, latencyMs });
        if (!decision.accepted) return { accepted: false, ...decision.refusal };
        const isLate = decision.events.some((event) => event.type === 'late_submission_recorded');
        if (!isLate) return { accepted: true };
        const message = 'This came after its round had closed. It is recorded as late and changes nothing.';
        return { accepted: false, code: 'late', message };
      },
    };
  }

  async #report(command: Command): Promise<void> {
    if (this.#stopped) return;
    // D6: what an endpoint or a process said about itself comes from outside as well.
    const decision = await this.submit(redacted(command, this.#parts.redact));
    if (!decision.accepted) {
      this.#parts.log.warn('report_refused', {
        designId: this.id,
        type: command.type,
        code: decision.refusal.code,
      });
    }
  }

  /** P2, A11: what could not be recorded or done ends the design visibly, not the daemon. */
  #broken(error: unknown): void {
    const { log, redact } = this.#parts;
    log.error('design_broken', { designId: this.id, error });
    if (this.#stopped) return;
    const detail = redact(error instanceof Error ? error.message : String(error));
    this.submit({ type: 'fail_design', detail }).catch((again) => {
      log.error('design_not_failed', { designId: this.id, error: again });
    });
  }
}

function isForFiles({ effect }: Pending[number]): boolean {
  return effect.type === 'write_files';
}
