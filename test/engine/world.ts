/**
 * An engine as `main` puts it together: a real store, real child processes, the written example as
 * every model, and a chat in a file. Each test owns its folder.
 *
 * @example
 * await using world = await openWorld();
 * const { id } = await world.start();
 */

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DesignEvent, Thread, Usage } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import type { Chat } from '#engine/chat.ts';
import type { Actor, Delivery, StartInput } from '#engine/design-inputs.ts';
import { type Engine, openEngine } from '#engine/engine.ts';
import type { EngineOptions, EngineSettings } from '#engine/engine-parts.ts';
import type { Model } from '#models/model.ts';
import { type Models, openModels } from '#models/models.ts';
import { loadPersonas } from '#sessions/persona-files.ts';
import { createSpawner } from '#sessions/spawn.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import type { Facts, Log } from '#support/log.ts';
import { until as untilWithin } from '#test/support/platform.ts';
import { SETTINGS } from '#test/support/settings.ts';
import { FileChat } from './file-chat.ts';

export const ANA: Actor = { name: 'Ana', id: 'U1', via: 'slack', isOperator: false };
export const BEN: Actor = { name: 'Ben', id: 'U2', via: 'slack', isOperator: false };
export const OPERATOR: Actor = { name: 'root', id: '', via: 'terminal', isOperator: true };
export const CHANNEL: Thread = { platform: 'slack', channel: 'C1', thread: '' };
export const TOPIC = 'Should the job queue move from Redis to Postgres?';

/** Short, so that a takeover is seen; a machine under load renews four times in a lease. */
export const SHORT_PACE = {
  leaseMs: 2_000,
  renewEveryMs: 400,
  postMs: 300,
  lookAgainMs: 20,
  editMs: 50,
};

export interface LogLine extends Facts {
  readonly level: keyof Log;
  readonly event: string;
}

export interface WorldOptions extends Partial<Omit<EngineOptions, 'chats' | 'settings'>> {
  readonly settings?: Partial<EngineSettings>;
  /** Kept by the caller, for several engines on one store. */
  readonly folder?: string;
  readonly databaseUrl?: string | undefined;
  readonly chat?: Chat | null;
  readonly claimAll?: boolean;
  readonly latencyMs?: number;
  /** For an event, or an end. */
  readonly waitMs?: number;
}

export interface World extends AsyncDisposable {
  readonly folder: string;
  readonly store: Store;
  readonly engine: Engine;
  readonly chat: FileChat;
  readonly lines: LogLine[];
  start(input?: Partial<StartInput>, actor?: Actor, thread?: Thread | null): Promise<DesignId>;
  /** Resolves with all events once the design has ended, and its thread shows it. */
  finished(id: DesignId): Promise<DesignEvent[]>;
  /** Resolves when this event has come. */
  seen(id: DesignId, is: (event: DesignEvent) => boolean): Promise<DesignEvent>;
}

const WAIT_MS = 60_000;

/** Longer than any load of the machine. */
export function until(
  what: string,
  look: Parameters<typeof untilWithin>[1],
  waitMs = WAIT_MS,
): Promise<unknown> {
  return untilWithin(what, look, waitMs);
}

export function delivery(): Delivery {
  return { platform: 'test', id: randomUUID() };
}

export async function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'charrette-engine-'));
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const {
    databaseUrl,
    claimAll = true,
    latencyMs = 0,
    waitMs = WAIT_MS,
    folder: given,
    settings,
    ...changes
  } = options;
  const folder = given ?? (await newFolder());
  const lines: LogLine[] = [];
  const log = logInto(lines);
  const store = options.store ?? (await openStore({ databaseUrl, dataDir: folder }));
  const fileChat = new FileChat(folder);
  const chat = options.chat === undefined ? fileChat : options.chat;
  const redact = (text: string) => text;
  const engine = openEngine({
    store,
    models: await openModels('models.yaml', {}, { rehearsal: true, latencyMs }),
    personas: await loadPersonas('personas'),
    spawnSession: createSpawner({ log, redact }),
    repositories: { pin: async () => null, open: () => Promise.reject(new Error('there is none')) },
    log,
    redact,
    pace: SHORT_PACE,
    ...changes,
    settings: { ...SETTINGS, dataDir: folder, ...settings },
    chats: new Map(chat === null ? [] : [['slack', chat]]),
  });
  await engine.start({ claimAll });

  const seen = async (id: DesignId, is: (event: DesignEvent) => boolean) => {
    const signal = AbortSignal.timeout(waitMs);
    for await (const { event } of engine.designs.follow(id, 0, signal)) if (is(event)) return event;
    throw new Error(
      `it did not come: ${is}\n${lines.map((line) => JSON.stringify(line)).join('\n')}`,
    );
  };
  return {
    folder,
    store,
    engine,
    chat: fileChat,
    lines,
    seen,
    async start(input = {}, actor = ANA, thread = CHANNEL) {
      const started = await engine.designs.start(
        { topic: TOPIC, ...input },
        actor,
        delivery(),
        thread ?? undefined,
      );
      if (!started.ok) throw new Error(started.refusal.message);
      return started.id;
    },
    async finished(id) {
      await seen(id, ({ type }) => type === 'design_ended');
      const isShown = async () => (await store.design(id))?.isEnded;
      await until('the thread shows the end', isShown, waitMs);
      return (await engine.designs.events(id)).map(({ event }) => event);
    },
    async [Symbol.asyncDispose]() {
      await engine.stop();
      await store.close();
      if (given === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The example, as if its words were a model’s whose output costs so many dollars for a million tokens. */
export async function countedModels(used: Partial<Usage> = {}, output = 10): Promise<Models> {
  const rehearsal = await openModels('models.yaml', {}, { rehearsal: true, latencyMs: 0 });
  const price = { input: 1, output, cacheWrite: 1, cacheRead: 1 };
  const counted = (model: Model): Model => ({
    ...model,
    price,
    call: async (request, options) => {
      const answer = await model.call(request, options);
      return { ...answer, usage: { ...answer.usage, ...used } };
    },
  });
  return {
    ...rehearsal,
    isRehearsal: false,
    playsExample: () => false,
    forParticipants: (speakers) => {
      const all = rehearsal.forParticipants(speakers, true);
      return new Map([...all].map(([id, model]) => [id, counted(model)]));
    },
  };
}

function logInto(lines: LogLine[]): Log {
  const at =
    (level: keyof Log) =>
    (event: string, facts: Facts = {}) => {
      lines.push({ level, event, ...facts });
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
