/**
 * Looks for work: at once when something hints at it, and after an interval in case hints are lost;
 * never twice at a time.
 *
 * @example
 * const poller = new Poller(clock, 500, async () => (await adoptDue(), 'done'));
 * poller.start();
 * await poller.polled;
 */

import type { Clock } from './clock.ts';
import { type LeadsTo, Mode } from './mode.ts';

type PollMode =
  | { readonly kind: 'idle' }
  | { readonly kind: 'polling'; readonly isDueAgain: boolean }
  | { readonly kind: 'waiting'; readonly next: Disposable }
  | { readonly kind: 'stopped' };

const LEADS_TO: LeadsTo<PollMode['kind']> = {
  idle: ['polling', 'stopped'],
  polling: ['polling', 'waiting', 'stopped'],
  waiting: ['polling', 'stopped'],
  stopped: [],
};

/**
 * Modes:
 *
 * - *idle*: hints are ignored. To *polling* at the start.
 * - *polling*: one poll runs. A hint has it followed by another one, unless it failed: what fails
 *   is not polled without pause. Else to *waiting*.
 * - *waiting*: to *polling* at a hint, or after the interval.
 * - *stopped*: a poll that runs may end; no other follows.
 */
export class Poller {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #poll: () => Promise<'done' | 'failed'>;
  readonly #mode = new Mode<PollMode>('a poller', LEADS_TO, { kind: 'idle' });
  #polled: Promise<void> = Promise.resolve();

  constructor(clock: Clock, everyMs: number, poll: () => Promise<'done' | 'failed'>) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#poll = poll;
  }

  get isStopped(): boolean {
    return this.#mode.now.kind === 'stopped';
  }

  /** Resolves when the newest poll has ended. */
  get polled(): Promise<void> {
    return this.#polled;
  }

  /** Polls now, and takes hints from now on. */
  start(): void {
    if (this.#mode.now.kind === 'idle') this.#begin();
    else this.hint();
  }

  hint(): void {
    const mode = this.#mode.now;
    if (mode.kind === 'polling') this.#mode.become({ kind: 'polling', isDueAgain: true });
    if (mode.kind !== 'waiting') return;
    mode.next[Symbol.dispose]();
    this.#begin();
  }

  stop(): void {
    const mode = this.#mode.now;
    if (mode.kind === 'waiting') mode.next[Symbol.dispose]();
    if (mode.kind !== 'stopped') this.#mode.become({ kind: 'stopped' });
  }

  #begin(): void {
    this.#mode.become({ kind: 'polling', isDueAgain: false });
    this.#polled = this.#poll().then(
      (outcome) => this.#goOn(outcome),
      (error: unknown) => {
        this.#goOn('failed');
        throw error;
      },
    );
  }

  #goOn(outcome: 'done' | 'failed'): void {
    const mode = this.#mode.now;
    if (mode.kind !== 'polling') return;
    if (mode.isDueAgain && outcome === 'done') {
      this.#begin();
      return;
    }
    const next = this.#clock.at(this.#clock.now() + this.#everyMs, () => this.#begin());
    this.#mode.become({ kind: 'waiting', next });
  }
}
