import { createLog } from '../../src/adapters/log/pino.ts';
import type { Parts } from '../../src/engine/parts/parts.ts';
import { type Configuration, readConfiguration } from '../../src/entry/models.ts';
import { loadPersonas } from '../../src/entry/open-model.ts';
import { type OpenDaemon, openDaemon } from '../../src/entry/serve.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { createRedactor } from '../../src/foundation/redaction.ts';
import type { Persona } from '../../src/turns/prompt/persona.ts';
import { LocalSessions } from '../engine/local-sessions.ts';
import { withLevers } from '../support/runner/levers.ts';
import { Api, TOKEN } from './daemon.ts';
import { fastClock } from './pace.ts';

/**
 * How many times as fast as outside time passes for a daemon in this process: what waits for it
 * waits less. So must those who get an answer within seconds.
 */
export const PACE = 5;

/** What differs from a daemon that is served. */
export interface DaemonOverrides {
  /**
   * `end` is what a kill does at once. What is put around a part is called only while the daemon
   * lasts.
   */
  readonly around?: (parts: Parts, end: () => Promise<void>) => Parts;
}

/**
 * The daemon as it is composed and served, in this process: everything is real but its clock, which
 * is fast, and the personas, which have no processes.
 */
export class InProcess extends Api {
  readonly sessions: LocalSessions;
  readonly #daemon: OpenDaemon;
  readonly #output: () => string;
  readonly #killSwitch: KillSwitch;

  private constructor(
    daemon: OpenDaemon,
    sessions: LocalSessions,
    killSwitch: KillSwitch,
    output: () => string,
  ) {
    super(daemon.url);
    this.#daemon = daemon;
    this.sessions = sessions;
    this.#killSwitch = killSwitch;
    this.#output = output;
  }

  /** Listens and connects, and adopts no design yet. */
  static async open(
    dataDir: string,
    environment: Readonly<Record<string, string>>,
    clock = fastClock(PACE),
    { around = (parts) => parts }: DaemonOverrides = {},
  ): Promise<InProcess> {
    const given = {
      CHARRETTE_DATA_DIR: dataDir,
      CHARRETTE_HTTP_PORT: '0',
      CHARRETTE_ADMIN_TOKEN: TOKEN,
      CHARRETTE_STANDBY: '0',
      // What takes its time outside takes many times that of the clock in here.
      CHARRETTE_TURN_TOTAL_SECONDS: '3600',
      CHARRETTE_ROUND_SECONDS: '9000',
      LEVER_STALL_SECONDS: '600',
      ...environment,
    };
    const configuration = withLevers(readConfiguration(given), given);
    let output = '';
    const write = (line: string): void => {
      output += line;
    };
    const redact = createRedactor(configuration.secrets);
    const killSwitch = new KillSwitch();
    const sessions = new LocalSessions();
    const daemon = await openDaemon(configuration, {
      clock: killSwitch.clock(clock),
      log: createLog({ level: configuration.logLevel, redact, write }),
      personas: await personasOf(configuration),
      around: (parts) => killSwitch.of(around({ ...parts, sessions }, () => killSwitch.end())),
    });
    void killSwitch.over.then(() => daemon.stop());
    return new InProcess(daemon, sessions, killSwitch, () => output);
  }

  /**
   * On a folder that had a daemon before, with the clock of that one. Never resolves when it is
   * killed meanwhile.
   */
  static async start(...given: Parameters<typeof InProcess.open>): Promise<InProcess> {
    const daemon = await InProcess.open(...given);
    await daemon.begin();
    return daemon;
  }

  begin(): Promise<void> {
    return this.#daemon.begin();
  }

  /** Everything that it has logged. */
  get output(): string {
    return this.#output();
  }

  /**
   * As if its process had been killed: nothing of it reaches the store any more, and its
   * connections are gone.
   */
  async kill(): Promise<void> {
    this.closeFeeds();
    await this.#killSwitch.end();
  }

  async stop(): Promise<void> {
    this.closeFeeds();
    if (!this.#killSwitch.isOver) await this.#daemon.stop();
  }
}

/**
 * Those of each folder, read once in this process: to check their files takes longer than to start
 * a daemon here.
 */
const personas = new Map<string, Promise<Persona[]>>();

function personasOf(configuration: Configuration): Promise<Persona[]> {
  const read = personas.get(configuration.personasDir) ?? loadPersonas(configuration);
  personas.set(configuration.personasDir, read);
  return read;
}

/** Ends a daemon in this process as a kill does: at once, and without a word from it. */
class KillSwitch {
  readonly #over = Promise.withResolvers<void>();
  isOver = false;
  #close: () => Promise<void> = async () => undefined;

  /** Resolves when it is. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Calls back only while it lasts. */
  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      at: (dueAt, callback) => clock.at(dueAt, () => this.isOver || callback()),
      ...(clock.sayJumps === undefined ? {} : { sayJumps: clock.sayJumps.bind(clock) }),
    };
  }

  of(parts: Parts): Parts {
    this.#close = () => parts.store.close();
    return {
      ...parts,
      store: this.around(parts.store),
      fleet: this.around(parts.fleet),
      tokens: this.around(parts.tokens),
      logins: this.around(parts.logins),
      bundles: this.around(parts.bundles),
      sessions: this.around(parts.sessions),
      chats: parts.chats.map((chat) => this.around(chat)),
    };
  }

  /** Answers only until the kill: afterwards nothing is called, and pending calls never settle. */
  around<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (this.isOver) return new Promise(() => undefined);
          const result: unknown = Reflect.apply(value, target, given);
          return result instanceof Promise ? this.#whileAlive(result) : result;
        };
      },
    });
  }

  async end(): Promise<void> {
    this.isOver = true;
    this.#over.resolve();
    await this.#close();
  }

  #whileAlive(result: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      result.then(
        (value) => this.isOver || resolve(value),
        (error: unknown) => this.isOver || reject(error),
      );
    });
  }
}
