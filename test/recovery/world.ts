import { onTestFinished } from 'vitest';
import { Daemon, FEW_PERSONAS, type Running } from '../entry/daemon.ts';
import { type InProcess, PACE } from '../entry/in-process.ts';
import { fastClock } from '../entry/pace.ts';
import { until as soon } from '../entry/waiting.ts';
import { ownStoreDatabase } from '../support/databases/postgres.ts';
import { type DaemonOptions, launchDaemon } from '../support/processes/daemon-process.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { type ChatEndpoint, startChatEndpoint } from '../support/services/chat-endpoint.ts';
import { type ModelEndpoint, startModelEndpoint } from '../support/services/model-endpoint.ts';
import { startHere } from './here.ts';

/** Longest wait for what another daemon has to do first, such as to see that one is gone. */
const BOUND_MS = 80_000;

/**
 * What the daemons of one test live in: a chat platform, a model, a clock, and a store for each
 * that asks for one.
 */
export class World {
  readonly chat: ChatEndpoint;
  /** Of the daemons in this process; the others have the system's. */
  readonly clock = fastClock(PACE);
  readonly #model: ModelEndpoint;
  readonly #running = new Set<Running>();
  readonly #here: InProcess[] = [];
  readonly #remove: (() => Promise<void>)[] = [];

  private constructor(chat: ChatEndpoint, model: ModelEndpoint) {
    this.chat = chat;
    this.#model = model;
  }

  /** `latencyMs` is what each answer of the model takes. */
  static async open(latencyMs = 0): Promise<World> {
    const model = await startModelEndpoint({ questions: 'ask', latencyMs });
    return new World(await startChatEndpoint(), model);
  }

  /** Is gone with the running test, and so is every daemon in it. */
  static async ofTest(
    latencyMs = 0,
    finished: typeof onTestFinished = onTestFinished,
  ): Promise<World> {
    const world = await World.open(latencyMs);
    finished(() => world.close());
    return world;
  }

  /** A daemon in a process of its own that may end before it is ready. */
  launch(options: DaemonOptions): Running {
    const running = launchDaemon(options);
    this.#running.add(running);
    void running.ended.then(() => this.#running.delete(running));
    return running;
  }

  /** The same, once it is ready. */
  start(options: DaemonOptions): Promise<Daemon> {
    return Daemon.ready(this.launch(options));
  }

  /** The same daemon in this process. */
  async startHere(
    options: DaemonOptions,
    killed: () => void = () => undefined,
  ): Promise<InProcess> {
    const daemon = await startHere(options, this.clock, killed);
    this.#here.push(daemon);
    return daemon;
  }

  /**
   * What to start a daemon with: on an embedded store of its own, or with a folder of its own on a
   * database.
   */
  async daemon(
    databaseUrl: string | null,
    environment: Record<string, string> = {},
  ): Promise<DaemonOptions> {
    return {
      dataDir: temporaryFolder(),
      ...(databaseUrl === null ? {} : { databaseUrl }),
      chatUrl: this.chat.url,
      environment: {
        ...FEW_PERSONAS,
        CHARRETTE_REHEARSAL: '0',
        ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-tests-0123456789',
        ANTHROPIC_BASE_URL: this.#model.url,
        ...environment,
      },
    };
  }

  /** A database of its own on this server, gone with the world. */
  async database(serverUrl: string): Promise<string> {
    const { url, drop } = await ownStoreDatabase(serverUrl);
    this.#remove.push(drop);
    return url;
  }

  async close(): Promise<void> {
    const left = [...this.#running];
    for (const { signal } of left) signal('SIGKILL');
    await Promise.all([
      ...left.map(({ ended }) => ended),
      ...this.#here.map((daemon) => daemon.kill()),
    ]);
    await Promise.all([this.chat.close(), this.#model.close()]);
    for (const remove of this.#remove) await remove();
  }
}

/** Resolves when it holds; stories that run at the same time wait for one another. */
export function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  return soon(what, holds, BOUND_MS);
}

/** How it ended; rejects, with what it said, when it does not. */
export async function endOf(
  running: Running,
  what: string,
): Promise<NodeJS.Signals | number | null> {
  let ended: Awaited<Running['ended']> | null = null;
  void running.ended.then((end) => {
    ended = end;
  });
  await until(what, () => ended !== null).catch((error: unknown) => {
    throw new Error(`it runs on, and said\n${running.output()}`, { cause: error });
  });
  const { code, signal } = await running.ended;
  return signal === null ? code : (signal as NodeJS.Signals);
}
