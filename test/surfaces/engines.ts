import { inspect } from 'node:util';
import { expect, onTestFailed, onTestFinished, vi } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Pinned } from '../../src/core/vocabulary/event-parts.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { Fault } from '../../src/foundation/fault.ts';
import type { Log } from '../../src/foundation/log.ts';
import type { Chat } from '../../src/ports/chat.ts';
import { ModelFault } from '../../src/ports/model.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Model, TurnContext } from '../../src/turns/model-context.ts';
import { TURN_BOUNDS } from '../../src/turns/prompt/bounds.ts';
import { openWorkshop, startEngine } from '../engine/running-engine.ts';
import { unhurriedClock } from '../entry/pace.ts';
import { askOf } from '../support/designs/ask-of.ts';
import { shipped } from '../support/designs/shipped-personas.ts';

/**
 * Milliseconds: less than a test has, so that it is the wait that fails, and much more than a busy
 * machine needs.
 */
export const WAIT = { timeout: 20_000, interval: 20 };

/** The newest so many of each kind. */
const SHOWN = 10;

export interface EngineOptions {
  /**
   * Questions are asked and replies read, and nobody answers what comes then: the design is under
   * way for as long as a test wants.
   */
  readonly isStill?: boolean;
  /** What stands in front of the model of the rehearsal. */
  readonly model?: (model: Model) => Model;
  /** What stands in front of the real chat. */
  readonly chat?: (chat: Chat) => Chat;
  /** What stands in front of the real store. */
  readonly store?: (store: Store) => Partial<Store>;
  readonly clock?: Clock;
  /** Milliseconds that a turn may take; left out for as long as usual. */
  readonly turnTotalMs?: number;
  /** Where people reach the console; left out for nowhere. */
  readonly publicUrl?: URL;
  /** A limit, which counts what is no rehearsal; left out for none. */
  readonly designsPerPersonPerDay?: number;
}

/**
 * An engine on a store of its own. At the end of the test it stops, and then its store is closed.
 */
export async function ownEngine(
  chat: Chat,
  log: Log,
  options: EngineOptions = {},
): Promise<Engine> {
  const {
    isStill = false,
    store,
    clock = unhurriedClock(),
    publicUrl = null,
    turnTotalMs,
  } = options;
  const limit =
    options.designsPerPersonPerDay === undefined
      ? {}
      : { designsPerPersonPerDay: options.designsPerPersonPerDay, rehearsal: false };
  const bounds = turnTotalMs === undefined ? {} : { bounds: { ...TURN_BOUNDS, turnTotalMs } };
  const inFront = options.model ?? (isStill ? silentAfterQuestions : (same: Model) => same);
  const model = createRehearsalModel({ latencyMs: 0, clock, personas: shipped });
  const workshop = await openWorkshop();
  onTestFinished(() => workshop.close());
  const { engine } = await startEngine(workshop, {
    parts: { chats: [options.chat?.(chat) ?? chat], log, clock, publicUrl, ...bounds, ...limit },
    model: inFront(model),
    store: store?.(workshop.store) ?? {},
  });
  onTestFinished(() => engine.stop());
  return engine;
}

/**
 * Where the test fails, what there was to be seen is printed: a wait says only what it was waiting
 * for.
 */
export function tellOnFailure(seen: () => Readonly<Record<string, readonly unknown[]>>): void {
  onTestFailed(() => {
    const latest = Object.entries(seen()).map(([where, all]) => [where, all.slice(-SHOWN)]);
    console.error(inspect(Object.fromEntries(latest), { depth: 4 }));
  });
}

/** This clock, which a test puts ahead. */
export function movable(base: Clock): Clock & { aheadMs: number } {
  const clock = {
    aheadMs: 0,
    now: () => base.now() + clock.aheadMs,
    at: (dueAt: number, callback: () => void) => base.at(dueAt - clock.aheadMs, callback),
  };
  return clock;
}

function silentAfterQuestions(model: Model): Model {
  return answeringOnly(model, ['questions', 'matching']);
}

/** Asked anything else it says nothing for as long as a test wants. */
export function answeringOnly(model: Model, kinds: readonly TurnContext['ask']['kind'][]): Model {
  return {
    ...model,
    answer: (request, context, options) =>
      ['framing', ...kinds].includes(askOf(context).kind)
        ? model.answer(request, context, options)
        : new Promise((_, reject) => {
            options.signal.addEventListener('abort', () => reject(options.signal.reason), {
              once: true,
            });
          }),
  };
}

/** Nobody does this, and a person is asked how to go on. */
export function without(kind: TurnContext['ask']['kind']) {
  return (model: Model): Model => ({
    ...model,
    answer: (request, context, options) => {
      if (askOf(context).kind !== kind) return model.answer(request, context, options);
      throw new ModelFault('invalid_request', 'It cannot be asked this.');
    },
  });
}

export type Watched = ReturnType<typeof watched>;

/** What a test looks at of one design. */
export function watched(engine: Engine, id: DesignId) {
  const design = async (): Promise<Design> => {
    const found = await engine.design(id);
    if (found === null) throw new Error('there is no design');
    return found;
  };
  const statuses = async () =>
    (await design()).questions.map(({ id: question, status }) => `${question} ${status}`);
  return {
    id,
    design,
    /** Waits until the design is like this. */
    until: (isWanted: (design: Design) => boolean): Promise<unknown> =>
      vi.waitUntil(async () => isWanted(await design()), WAIT),
    replies: async () => (await design()).replies.map(({ author, text }) => `${author}: ${text}`),
    statuses,
    /**
     * Waits until the questions stand like this: what is said under a number answers once a turn
     * has read it.
     */
    untilStand: (...wanted: string[]): Promise<void> =>
      vi.waitFor(async () => expect(await statuses()).toEqual(wanted), WAIT),
    command: (wanted: Parameters<Engine['command']>[1]) => engine.command(id, wanted).answered,
    cancel: () => engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered,
    /** All designs of its thread, the newest first. */
    designs: async () => {
      const { platform = '', channel = '', thread = '' } = (await design()).thread ?? {};
      return engine.parts.store.list({ platform, channel, thread, limit: 10 });
    },
    /** Waits until the daemon has nothing left to do for the design, which has ended. */
    atRest: () => engine.waitUntilSettled(id),
  };
}

/** A repository as it is when nobody reads a file of it; one named unreadable cannot be opened. */
export function pinned(name: string): Pinned {
  if (name === 'unreadable') throw new Fault('repository_unreadable', `${name}: no such folder`);
  return { name, commit: 'a'.repeat(40), digest: `${name}: a shop` };
}

/** All designs that have begun, the newest first. */
export async function allDesigns(engine: Engine): Promise<Design[]> {
  const listed = await engine.parts.store.list({ limit: 20 });
  const designs = await Promise.all(listed.map(({ id }) => engine.design(id)));
  return designs.filter((design) => design !== null);
}
