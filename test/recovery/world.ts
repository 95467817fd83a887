import { BOUND_MS, FEW_PERSONAS, type Running } from '../entry/daemon.ts';
import { until as soon } from '../entry/waiting.ts';
import { type ChatEndpoint, startChatEndpoint } from '../support/chat-endpoint.ts';
import { type DaemonOptions, killEveryDaemon } from '../support/daemon-process.ts';
import { type ModelEndpoint, startModelEndpoint } from '../support/model-endpoint.ts';
import { ownStoreDatabase } from '../support/postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What the daemons of these tests live in: a chat platform, a model, and a store for each that asks for one. */
export class World {
  readonly chat: ChatEndpoint;
  readonly #model: ModelEndpoint;
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

  /** What to start a daemon with: on an embedded store of its own, or with a folder of its own on a database. */
  async daemon(databaseUrl: string | null, environment: Record<string, string> = {}): Promise<DaemonOptions> {
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
    await killEveryDaemon();
    await Promise.all([this.chat.close(), this.#model.close()]);
    for (const remove of this.#remove) await remove();
  }
}

/** Resolves when it holds; stories that run at the same time wait for one another. */
export function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  return soon(what, holds, BOUND_MS);
}

/** How it ended; rejects, with what it said, when it does not. */
export async function endOf(running: Running, what: string): Promise<NodeJS.Signals | number | null> {
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
