import type { DesignView } from '#presentation/schema/view.ts';
import { blameless } from '../../platforms/blameless.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import type { DrawnAction } from '../../surfaces/drawn-controls.ts';
import { ownDataFolder } from '../daemon.ts';
import { InProcess, PACE } from '../in-process.ts';
import { fastClock } from '../pace.ts';
import { afterwards, longestWaitMs, until } from '../waiting.ts';

/** Characters of a log that are told, from its end. */
const TOLD_CHARACTERS = 4_000;

export type Environment = Readonly<Record<string, string>>;

/** A message as a platform keeps it. */
export interface Posted {
  readonly channel: string;
}

/** What a person sees who did something. */
export interface Seen {
  /** Whether the app has answered in time. */
  readonly isAcknowledged: boolean;
  readonly privately: readonly string[];
}

/**
 * Ways in which a call goes wrong. Those with `after` in their name have done the work all the
 * same.
 */
export type Mishap = 'failed_before' | 'failed_after' | 'cut_before' | 'cut_after' | 'limited';

/** What every local platform is alike in. */
export interface Server {
  readonly record: {
    readonly violations: readonly string[];
    readonly calls: readonly { readonly name: string; readonly mishap: string | null }[];
    callsOf(name: string): readonly { readonly mishap: string | null }[];
  };
  readonly sockets: { readonly count: number; drop(how: 'reset'): void };
  readonly faults: { script(name: string, ...mishaps: readonly Mishap[]): void };
  ephemeral(person: string): string[];
}

/** A chat platform with Ana and Ben, and a daemon that serves it in this process. */
export abstract class ChatWorld<Message extends Posted = Posted> {
  abstract readonly server: Server;
  abstract readonly ana: string;
  abstract readonly ben: string;
  abstract readonly general: string;
  daemon!: InProcess;
  readonly #clock = fastClock(PACE);
  /** Where its daemons keep their data. */
  dataDir = '';
  #environment: Environment = {};

  /** What a daemon needs to reach the platform. */
  abstract settings(): Environment;
  /** Whether the platform reaches the daemon. */
  abstract isReached(daemon: { readonly output: string }): boolean;
  /** All that stands in a thread, from its card on. */
  abstract messages(card: Message): Message[];
  /** What everyone reads of that. */
  abstract thread(card: Message): string[];
  abstract text(message: Message): string;
  /** The bot's messages in a channel, outside of threads. */
  abstract fromBot(channel: string): Message[];
  /** What only this person reads. */
  abstract privately(person: string): string[];
  abstract start(person: string, channel: string, topic: string): Promise<Seen>;
  /** A command other than that which starts a design. */
  abstract command(person: string, channel: string, verb: string): Promise<Seen>;
  abstract say(person: string, card: Message, words: string): Message;
  /** Names the bot in a channel, outside of threads. */
  abstract ask(person: string, channel: string, words: string): void;
  abstract hasButton(message: Message, action: DrawnAction): boolean;
  abstract press(person: string, message: Message, action: DrawnAction): Promise<Seen>;
  /** Ways in which the connection breaks off, one for each phase of a design. */
  abstract readonly disruptions: readonly (() => void)[];
  /**
   * Gives it a store and a daemon that is connected, unless processes serve it; the settings are
   * those of every daemon that it gets here. No daemon does anything that no app may do.
   */
  protected async opened(environment: Environment, isServedHere: boolean): Promise<this> {
    blameless(this.server.record);
    if (!isServedHere) return this;
    const folder = await ownDataFolder();
    afterwards(folder.remove);
    this.dataDir = folder.path;
    this.#environment = { ...folder.environment, ...environment };
    await this.begin();
    return this;
  }

  /**
   * Starts a daemon, the first or the next one on this folder or database; it takes on designs once
   * the platform reaches it.
   */
  async begin(dataDir = this.dataDir): Promise<InProcess> {
    const daemon = await InProcess.open(
      dataDir,
      {
        CHARRETTE_REHEARSAL: '1',
        CHARRETTE_REHEARSAL_LATENCY_MS: '0',
        ...this.settings(),
        ...this.#environment,
      },
      this.#clock,
    );
    this.daemon = daemon;
    afterwards(() => daemon.stop());
    await this.#until('the platform reaches the daemon', () => this.isReached(daemon));
    await daemon.begin();
    return daemon;
  }

  /** Starts one more, on the same database, as on a machine of its own. */
  async beginBeside(): Promise<InProcess> {
    return this.begin(temporaryFolder());
  }

  /**
   * As if the daemon's process had been killed; all connections break off. Resolves when nothing of
   * it is left.
   */
  async kill(heir?: InProcess): Promise<void> {
    await this.daemon.kill();
    this.server.sockets.drop('reset');
    if (heir !== undefined) this.daemon = heir;
    else await this.#until('its connections are gone', () => this.server.sockets.count === 0);
  }

  /** The first message of the thread that people read these words in. */
  says(card: Message, words: string | RegExp): Promise<Message> {
    return this.message(`"${words}" in the thread`, () => {
      const at = this.thread(card).findIndex((text) => isIn(text, words));
      return this.messages(card)[at];
    });
  }

  /** Resolves when a message reads like this. */
  async reads(message: Message, words: string | RegExp): Promise<void> {
    const read = () => this.text(message);
    await this.#until(`a message that reads ${words}`, () => isIn(read(), words), read);
  }

  async told(person: string, words: string | RegExp): Promise<void> {
    const told = () => this.privately(person);
    await this.#until(
      `${words} is told privately`,
      () => told().some((text) => isIn(text, words)),
      () => `told were:\n${told().join('\n────\n')}`,
    );
  }

  async message(what: string, look: () => Message | undefined): Promise<Message> {
    let found: Message | undefined;
    await this.#until(what, () => {
      found = look();
      return found !== undefined;
    });
    if (found === undefined) throw new Error(`there is no ${what}`);
    return found;
  }

  card(channel = this.general): Promise<Message> {
    return this.message('the card', () => this.fromBot(channel)[0]);
  }

  /**
   * Waits; says otherwise what everybody reads, who was told what, and the end of the daemon's log.
   */
  #until(
    what: string,
    look: () => boolean | Promise<boolean>,
    seen: () => string = () => '',
  ): Promise<void> {
    const shown = () =>
      [
        seen(),
        ...this.fromBot(this.general).map((card) => this.thread(card).join('\n────\n')),
        `Ana alone: ${this.privately(this.ana).join('\n')}`,
        `Ben alone: ${this.privately(this.ben).join('\n')}`,
        this.daemon?.output.slice(-TOLD_CHARACTERS),
      ].join('\n════\n');
    return until(what, look, longestWaitMs(), shown);
  }

  /** The newest design, as the API shows it. */
  async design(): Promise<DesignView> {
    const [newest] = await this.designs();
    return this.daemon.design(newest?.id ?? '');
  }

  async designs(): Promise<readonly { readonly id: string; readonly status: string }[]> {
    return (await this.daemon.get<{ designs: { id: string; status: string }[] }>('/designs'))
      .designs;
  }
}

function isIn(text: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? text.includes(words) : words.test(text);
}
