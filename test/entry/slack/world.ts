import type { Seen } from '../../platforms/slack/people.ts';
import { type SlackOptions, type SlackServer, startSlack } from '../../platforms/slack/server.ts';
import type { Message } from '../../platforms/slack/workspace.ts';
import { type DrawnAction, drawnId, findDrawn } from '../../surfaces/drawn-controls.ts';
import { ChatWorld, type Environment } from '../chat/world.ts';
import { afterwards } from '../waiting.ts';

/** For stories that are not about how fast people are answered. */
const PATIENT = { ackMs: 20_000, triggerMs: 20_000 };

export interface WorldOptions {
  readonly slack?: SlackOptions;
  /** Settings of every daemon; given as a function where they name people or channels. */
  readonly environment?: Environment | ((world: World) => Environment);
  /** False where daemons are processes that a test starts itself. */
  readonly isServedHere?: boolean;
}

/** A workspace with people, and daemons that serve it. */
export class World extends ChatWorld<Message> {
  readonly slack: SlackServer;
  readonly ana: string;
  readonly ben: string;
  readonly general: string;

  private constructor(slack: SlackServer) {
    super();
    this.slack = slack;
    this.ana = slack.workspace.addPerson('Ana');
    this.ben = slack.workspace.addPerson('Ben');
    this.general = slack.workspace.addChannel('general');
  }

  /**
   * Slack with its limits on calls lifted, unless the options say otherwise, and one daemon that is
   * connected.
   */
  static async open({
    slack,
    environment = {},
    isServedHere = true,
  }: WorldOptions = {}): Promise<World> {
    const server = await startSlack({ rateSpeed: 0, ...PATIENT, ...slack });
    afterwards(server.close);
    const world = new World(server);
    return world.opened(
      typeof environment === 'function' ? environment(world) : environment,
      isServedHere,
    );
  }

  get server(): SlackServer {
    return this.slack;
  }

  settings(): Environment {
    const { botToken, apiUrl, appToken } = this.slack;
    return { SLACK_BOT_TOKEN: botToken, SLACK_API_URL: apiUrl, SLACK_APP_TOKEN: appToken };
  }

  isReached(daemon: { readonly output: string }): boolean {
    return daemon.output.includes('slack_connected');
  }

  messages({ channel, ts }: Message): Message[] {
    return this.slack.visibleMessages(channel, ts);
  }

  thread({ channel, ts }: Message): string[] {
    return this.slack.visible(channel, ts);
  }

  text(message: Message): string {
    const { channel, thread, ts } = message;
    const all = this.slack.visibleMessages(channel, thread ?? ts);
    return this.slack.visible(channel, thread ?? ts)[all.indexOf(message)] ?? '';
  }

  fromBot(channel: string): Message[] {
    return this.slack
      .visibleMessages(channel)
      .filter(({ author, thread }) => author === this.slack.workspace.bot.user && thread === null);
  }

  privately(person: string): string[] {
    return this.slack.ephemeral(person);
  }

  start(person: string, channel: string, topic: string): Promise<Seen> {
    return this.slack.people.slash(person, channel, `/design ${topic}`);
  }

  command(person: string, channel: string, verb: string): Promise<Seen> {
    return this.slack.people.slash(person, channel, `/design ${verb}`);
  }

  say(person: string, { channel, ts }: Message, words: string): Message {
    return this.slack.people.say(person, channel, words, { thread: ts });
  }

  ask(person: string, channel: string, words: string): void {
    this.slack.people.mention(person, channel, words);
  }

  hasButton({ blocks }: Message, action: DrawnAction): boolean {
    return findDrawn(blocks, action) !== undefined;
  }

  press(person: string, message: Message, action: DrawnAction): Promise<Seen> {
    return this.slack.people.click(person, message, drawnId(message.blocks, action));
  }

  get disruptions(): readonly (() => void)[] {
    const { sockets } = this.slack;
    return [
      () => sockets.drop('reset'),
      () => sockets.drop('close'),
      () => sockets.askToLeave('warning'),
      () => sockets.freeze(),
      () => sockets.drop('reset'),
    ];
  }
}
