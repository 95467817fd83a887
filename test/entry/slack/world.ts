import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach } from 'vitest';
import type { DesignView } from '../../../src/core/view.ts';
import { interactive } from '../../support/slack/blocks.ts';
import { type SlackOptions, type SlackServer, startSlack } from '../../support/slack/server.ts';
import type { Message } from '../../support/slack/workspace.ts';
import { Daemon, launch, temporaryFolder } from '../daemon.ts';

export const MODES = ['Socket Mode', 'HTTP'] as const;
export type Mode = (typeof MODES)[number];

/** Longest wait for anything that people wait for. */
const BOUND_MS = 150_000;
const LOOK_MS = 20;
const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

export function afterwards(end: () => Promise<unknown>): void {
  endings.push(end);
}

export interface WorldOptions {
  readonly mode?: Mode;
  readonly slack?: SlackOptions;
  /** Settings of every daemon; given as a function where they name people or channels. */
  readonly environment?: Environment | ((world: World) => Environment);
}

type Environment = Readonly<Record<string, string>>;

/** A workspace with people, and daemons that serve it. */
export class World {
  readonly slack: SlackServer;
  readonly mode: Mode;
  readonly ana: string;
  readonly ben: string;
  readonly general: string;
  readonly #dataDir: string;
  readonly #environment: Environment;
  daemon!: Daemon;
  /** Of the newest daemon, also before that is ready. */
  process!: ChildProcess;

  private constructor(
    slack: SlackServer,
    dataDir: string,
    { mode = 'Socket Mode', environment = {} }: WorldOptions,
  ) {
    this.slack = slack;
    this.mode = mode;
    this.#dataDir = dataDir;
    this.ana = slack.workspace.addPerson('Ana');
    this.ben = slack.workspace.addPerson('Ben');
    this.general = slack.workspace.addChannel('general');
    this.#environment = typeof environment === 'function' ? environment(this) : environment;
  }

  /** Slack with its limits on calls lifted, unless the options say otherwise, and one daemon that is connected. */
  static async open(options: WorldOptions = {}): Promise<World> {
    const slack = await startSlack({ rateSpeed: 0, ...options.slack });
    const { path, remove } = await temporaryFolder();
    afterwards(remove);
    afterwards(slack.close);
    const world = new World(slack, path, options);
    await world.begin();
    return world;
  }

  /** Starts a daemon, the first or the next one on this folder or database; resolves when Slack reaches it, or it has ended. */
  async begin(environment: Environment = {}, dataDir = this.#dataDir): Promise<Daemon> {
    const { slack, mode } = this;
    const way =
      mode === 'HTTP' ? { SLACK_SIGNING_SECRET: slack.signingSecret } : { SLACK_APP_TOKEN: slack.appToken };
    const running = launch(dataDir, {
      CHARRETTE_REHEARSAL: '1',
      CHARRETTE_REHEARSAL_LATENCY_MS: '0',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: slack.apiUrl,
      ...way,
      ...this.#environment,
      ...environment,
    });
    this.process = running.process;
    afterwards(async () => {
      running.process.kill('SIGKILL');
      await running.ended;
    });
    const daemon = await Daemon.ready(running);
    this.daemon = daemon;
    let isOver = false;
    void daemon.ended().then(() => {
      isOver = true;
    });
    if (mode === 'HTTP') {
      const requests = slack.useHttp(`${daemon.url}/slack/events`);
      await until('Slack can reach the daemon', async () => isOver || (await requests.isVerified()));
    } else {
      await until('the daemon is connected', () => isOver || daemon.output.includes('slack_connected'));
    }
    return daemon;
  }

  /** What everyone sees in a thread, the card first. */
  thread(card: Message): string[] {
    return this.slack.visible(card.channel, card.ts);
  }

  async card(channel = this.general): Promise<Message> {
    return this.message('the card', () => this.slack.visibleMessages(channel).find(isFromBot));
  }

  /** The first message of the thread that the people see these words in. */
  async says(card: Message, words: string | RegExp): Promise<Message> {
    const { slack } = this;
    return this.message(`"${words}" in the thread`, () => {
      const shown = slack.visible(card.channel, card.ts);
      const at = shown.findIndex((text) =>
        typeof words === 'string' ? text.includes(words) : words.test(text),
      );
      return slack.visibleMessages(card.channel, card.ts)[at];
    });
  }

  /** Resolves when a message reads like this. */
  async reads(message: Message, words: string | RegExp): Promise<void> {
    await until(`a message that reads ${words}`, () => {
      const shown = this.text(message);
      return typeof words === 'string' ? shown.includes(words) : words.test(shown);
    });
  }

  text(message: Message): string {
    const all = this.slack.visibleMessages(message.channel, message.thread ?? message.ts);
    return this.thread({ ...message, ts: message.thread ?? message.ts })[all.indexOf(message)] ?? '';
  }

  async message(what: string, look: () => Message | undefined): Promise<Message> {
    let found: Message | undefined;
    await until(what, () => {
      found = look();
      return found !== undefined;
    });
    if (found === undefined) throw new Error(`there is no ${what}`);
    return found;
  }

  /** The design of the channel's newest thread, as the API shows it. */
  async design(): Promise<DesignView> {
    const { designs } = await this.daemon.get<{ designs: { id: string }[] }>('/designs?limit=1');
    return this.daemon.design(designs[0]?.id ?? '');
  }

  /** Starts a design as Ana and answers nothing yet; resolves with its card. */
  async begun(topic: string, channel = this.general): Promise<Message> {
    const before = new Set(this.slack.visibleMessages(channel));
    await this.slack.people.slash(this.ana, channel, `/design ${topic}`);
    return this.message('the card', () =>
      this.slack.visibleMessages(channel).find((each) => isFromBot(each) && !before.has(each)),
    );
  }
}

/** What a menu in this message calls the choice that reads like this. */
export function optionOf({ blocks }: Message, label: string): string {
  const options = blocks
    .flatMap(interactive)
    .flatMap((each) => ('options' in each ? (each.options ?? []) : []));
  return options.find(({ text }) => text.text === label)?.value ?? `no option ${label}`;
}

export function isFromBot({ author }: Message): boolean {
  return author === 'U0CHARRETTE';
}

/** Others change what is looked at, so this looks again and again. */
export async function until(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  const dueAt = Date.now() + BOUND_MS;
  while (!(await look())) {
    if (Date.now() > dueAt) throw new Error(`${what}: not within ${BOUND_MS} ms`);
    await pause(LOOK_MS);
  }
}
