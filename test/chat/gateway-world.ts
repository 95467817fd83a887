/** One face of both gateways for tests: people, places, and what they see, on the real library and a local server. */

import { startDiscord } from '#chat/discord/start.ts';
import type { ChatDesigns } from '#chat/gateway.ts';
import { startSlack } from '#chat/slack/start.ts';
import type { Thread } from '#design/events.ts';
import type { Chat } from '#engine/chat.ts';
import { createLog } from '#support/log.ts';
import { startDiscordServer } from '#test/support/discord-server.ts';
import { until } from '#test/support/platform.ts';
import { startSlackServer } from '#test/support/slack-server.ts';
import { KnownDesigns } from './known-designs.ts';

export interface Gateway {
  readonly chat: Chat;
  stop(): Promise<void>;
}
export interface GatewayWorld {
  readonly platform: 'slack' | 'discord';
  /** Connects once more, to other designs. */
  connect(designs: ChatDesigns, onReconnect: () => void): Promise<Gateway>;
  readonly chat: Chat;
  readonly designs: KnownDesigns;
  readonly channel: string;
  /** What no app may do, and what the gateway logged as an error. */
  readonly problems: () => string[];
  readonly reconnects: () => number;
  addPerson(name: string): string;
  /** Types a command; the private answer. */
  command(person: string, text: string): Promise<string>;
  /** Writes into a thread; the message's id, as it is stored. */
  say(person: string, thread: string, text: string, file?: readonly [string, Buffer]): string;
  edit(id: string, text: string): void;
  /** All events of messages once more. */
  redeliver(): Promise<void>;
  /** Presses a control as drawn; the private answer. */
  press(person: string, thread: Thread, messageId: string, label: string): Promise<string>;
  /** Fills in the form of *Send back*. */
  sendBack(person: string, thread: Thread, messageId: string, note: string): Promise<string>;
  /** What everybody reads, a message each. */
  visible(channel: string, thread: string): string[];
  /** What the bot said about a message: privately in Slack, as a reply on Discord. */
  toldTo(person: string, thread: string): string[];
  /** Ids of the bot's messages that everybody sees. */
  botPosts(channel: string, thread: string): string[];
  /** Threads below the bot's messages, in which people can write. */
  openThreads(channel: string): string[];
  /** Whom the bot’s messages there may notify. */
  calledIn(channel: string, thread: string): string[];
  filesOf(channel: string, thread: string): string[];
  reactionsOf(id: string): string[];
  /** A mention of the bot, as it is typed. */
  readonly mention: string;
  spoil(
    call: 'post' | 'attach',
    ...mishaps: ('failed_after' | 'cut_after' | 'limited' | 'silent')[]
  ): void;
  /** Calls that change something while two files are attached. */
  readonly looksToAttach: number;
  drop(): void;
  stop(): Promise<void>;
}

export const OPERATOR = 'Olga';

/** `isAlone`: nothing is connected before `connect`. */
export async function openSlackWorld({ isAlone = false } = {}) {
  const server = await startSlackServer();
  const designs = new KnownDesigns();
  const errors: string[] = [];
  const operator = server.addPerson(OPERATOR);
  const log = logInto(errors);
  let reconnects = 0;
  const onReconnect = () => {
    reconnects += 1;
  };
  const { apiUrl, botToken, appToken } = server;
  const lost: string[] = [];
  const connect: GatewayWorld['connect'] = (to, onBack) =>
    startSlack({
      apiUrl,
      botToken,
      appToken,
      designs: to,
      operators: [operator],
      log,
      onReconnect: onBack,
      onLost: (line) => lost.push(line),
    });
  const gateway = isAlone ? null : await connect(designs, onReconnect);
  const channel = server.addChannel();
  const find = (id: string) => {
    const [place = '', ts] = id.split(':');
    const all = [...server.visible(place), ...server.threadsOf(place)];
    const message = all.find((each) => each.ts === ts);
    if (message === undefined) throw new Error(`there is no message ${id}`);
    return message;
  };
  const answerTo = async (person: string, act: () => Promise<unknown>): Promise<string> => {
    const before = server.ephemeral(person).length;
    await act();
    await until('a private answer', () => server.ephemeral(person).length > before);
    return server.ephemeral(person).at(-1) ?? '';
  };
  const pressable = (thread: Thread, ts: string) => find(`${thread.channel}:${ts}`);
  const world: GatewayWorld = {
    platform: 'slack',
    connect,
    get chat() {
      return chatOf(gateway);
    },
    designs,
    channel,
    problems: () => [...server.platform.violations, ...errors],
    reconnects: () => reconnects,
    addPerson: (name) => (name === OPERATOR ? operator : server.addPerson(name)),
    command: (person, text) => answerTo(person, () => server.command(person, channel, text)),
    say: (person, thread, text, file) => {
      const files = file === undefined ? [] : [{ name: file[0], bytes: file[1] }];
      const where = thread === '' ? {} : { thread };
      return `${channel}:${server.say(person, channel, text, { ...where, files }).ts}`;
    },
    edit: (id, text) => server.edit(find(id), text),
    redeliver: () => server.redeliver(),
    press: (person, thread, id, label) =>
      answerTo(person, () => server.press(person, pressable(thread, id), label)),
    sendBack: async (person, thread, id, note) => {
      await server.press(person, pressable(thread, id), 'Send back…');
      await until('the form', () => server.openView(person));
      return (await server.submit(person, note))?.note ?? '';
    },
    visible: (place, thread) => server.visible(place, thread || null).map(server.read),
    toldTo: server.ephemeral,
    botPosts: (place, thread) =>
      server
        .visible(place, thread || null)
        .flatMap(({ author, ts }) => (author === server.bot.user ? ts : [])),
    openThreads: (place) => world.botPosts(place, ''),
    calledIn: (place, thread) =>
      server
        .visible(place, thread || null)
        .flatMap(({ blocks }) => [...JSON.stringify(blocks).matchAll(/"user_id":"(\w+)"/g)])
        .map(([, person]) => person ?? ''),
    filesOf: (place, thread) => server.visible(place, thread || null).flatMap(server.fileNames),
    reactionsOf: (id) => [...find(id).reactions],
    mention: `<@${server.bot.user}>`,
    spoil: (call, ...mishaps) =>
      server.platform.script(
        call === 'post' ? 'chat.postMessage' : 'files.completeUploadExternal',
        ...mishaps,
      ),
    // A place and the bytes of each, and both shown.
    looksToAttach: 5,
    drop: server.drop,
    stop: async () => {
      await gateway?.stop();
      await server.close();
    },
  };
  return Object.assign(world, { server, lost });
}

export async function openDiscordWorld({ isAlone = false } = {}) {
  const server = await startDiscordServer();
  const designs = new KnownDesigns();
  const errors: string[] = [];
  const operator = server.addPerson(OPERATOR);
  const channel = server.addChannel();
  let reconnects = 0;
  const onReconnect = () => {
    reconnects += 1;
  };
  const lost: string[] = [];
  const connect: GatewayWorld['connect'] = (to, onBack) =>
    startDiscord({
      apiUrl: server.apiUrl,
      token: server.token,
      designs: to,
      operators: [operator],
      log: logInto(errors),
      onReconnect: onBack,
      onLost: (line) => lost.push(line),
    });
  const gateway = isAlone ? null : await connect(designs, onReconnect);
  const find = (place: string, id: string) => {
    const message = server.visible(place).find((each) => each.id === id);
    if (message === undefined) throw new Error(`there is no message ${id}`);
    return message;
  };
  const placeOf = ({ channel: parent, thread }: Thread, id: string) =>
    thread === '' || thread === id ? parent : thread;
  const places = new Map<string, string>();
  const said = (person: string): string => server.ephemeral(person).at(-1) ?? '';
  const world: GatewayWorld = {
    platform: 'discord',
    connect,
    get chat() {
      return chatOf(gateway);
    },
    designs,
    channel,
    problems: () => [...server.platform.violations, ...errors],
    reconnects: () => reconnects,
    addPerson: (name) => (name === OPERATOR ? operator : server.addPerson(name)),
    command: async (person, text) => {
      const [verb = '', word] = text.split(' ');
      const isVerb = ['list', 'status', 'cancel', 'help'].includes(verb);
      const options = readOptions(text);
      const name = verb === 'list' ? 'words' : 'id';
      if (isVerb)
        await server.command(person, channel, verb, word === undefined ? {} : { [name]: word });
      else await server.command(person, channel, 'start', options);
      return said(person);
    },
    say: (person, thread, text, file) => {
      const place = thread === '' ? channel : thread;
      const files = file === undefined ? [] : [{ name: file[0], bytes: file[1] }];
      const { id } = server.say(person, place, text, { files });
      places.set(id, place);
      return id;
    },
    edit: (id, text) => server.edit(find(places.get(id) ?? '', id), text),
    redeliver: async () => server.redeliver('MESSAGE_CREATE'),
    press: async (person, thread, id, label) => {
      await server.press(person, find(placeOf(thread, id), id), label);
      const asked = server.privateMessage(person);
      // Discord has no dialog of its own: the question has a button.
      if (label === 'Cancel' && asked !== undefined) await server.press(person, asked, 'Cancel it');
      return said(person);
    },
    sendBack: async (person, thread, id, note) => {
      const opened = await server.press(person, find(placeOf(thread, id), id), 'Send back…');
      await server.submit(opened, note);
      return said(person);
    },
    visible: (place, thread) => server.visible(thread || place).map(server.read),
    botPosts: (place, thread) =>
      server
        .visible(thread || place)
        .flatMap(({ author, id }) => (author === server.bot ? id : [])),
    openThreads: (place) =>
      world.botPosts(place, '').filter((id) => server.thread(id) !== undefined),
    toldTo: (_person, thread) =>
      server
        .visible(thread || channel)
        .flatMap((each) => (each.author === server.bot ? each.content : [])),
    calledIn: (place, thread) =>
      server
        .visible(thread || place)
        .flatMap(({ author, pings }) => (author === server.bot ? pings : [])),
    filesOf: (place, thread) =>
      [...server.visible(place), ...server.visible(thread)].flatMap(({ files }) =>
        files.map(({ name }) => name),
      ),
    reactionsOf: (id) => [...find(places.get(id) ?? '', id).reactions],
    mention: `<@${server.bot}>`,
    spoil: (call, ...mishaps) =>
      server.platform.script(call === 'post' ? 'messages.create' : 'messages.edit', ...mishaps),
    looksToAttach: 1,
    drop: () => server.drop(),
    stop: async () => {
      await gateway?.stop();
      await server.close();
    },
  };
  return Object.assign(world, { server, lost, errors });
}

/** `depth=quick … topic` as Discord's options. */
function readOptions(text: string): Record<string, string> {
  const words = text.split(' ');
  const given = words.filter((word) => /^(depth|budget|personas|repo)=/.test(word));
  const topic = words.filter((word) => !given.includes(word)).join(' ');
  return { topic, ...Object.fromEntries(given.map((word) => word.split('='))) };
}

function chatOf(gateway: Gateway | null): Chat {
  if (gateway === null) throw new Error('nothing is connected');
  return gateway.chat;
}

function logInto(errors: string[]) {
  return createLog({
    level: 'warn',
    redact: (line) => line,
    write: (line) => errors.push(line),
  });
}
