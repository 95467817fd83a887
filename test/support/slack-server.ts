/**
 * A workspace with one app, which speaks Slack's protocol on this machine and is strict about it:
 * unknown arguments and blocks, wrong lengths and late acknowledgements are violations.
 *
 * @example const slack = await startSlackServer(); slack.say(ana, channel, 'about 900', { thread });
 */

import type { IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod';
import { type Answer, type Called, Platform } from './platform.ts';
import { type Blocks, blocks, type Modal, modal, readBlocks } from './slack-blocks.ts';

const BOT = { user: 'U0BOT', id: 'B0BOT', app: 'A0APP' };
const TEAM = 'T0TEAM';
const ACK_MS = 3_000;

interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly author: string;
  readonly onlyFor: string | null;
  text: string;
  blocks: Blocks;
  metadata: object | null;
  files: string[];
  editedAt: string | null;
  readonly reactions: Set<string>;
  readonly team: string;
}
interface StoredFile {
  readonly id: string;
  readonly name: string;
  bytes: Buffer;
  readonly type: string;
}
/** What the app said to one delivery: its answer, or nothing in time. */
type Acknowledged = { readonly payload: Record<string, unknown> | null } | 'late' | 'lost';

class Refusal extends Error {}

/** Refusals that the world can cause; every other one is the app's own mistake. */
const WORLDLY = new Set([
  'already_reacted',
  'channel_not_found',
  'invalid_auth',
  'message_not_found',
  'not_in_channel',
  'user_not_found',
  'user_not_in_channel',
]);

const json = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given) => (typeof given === 'string' ? JSON.parse(given) : given), schema);
const flag = z.enum(['true', 'false', '1', '0']).optional();
const metadata = json(
  z.strictObject({ event_type: z.string(), event_payload: z.record(z.string(), z.json()) }),
).optional();
const content = { text: z.string().min(1).max(4_000), blocks: json(blocks) };
const window = {
  channel: z.string(),
  oldest: z.string().optional(),
  limit: z.coerce.number().int().max(999),
  cursor: z.string().optional(),
  include_all_metadata: flag,
};

export type SlackServer = Awaited<ReturnType<typeof startSlackServer>>;

export async function startSlackServer(options: { readonly isKnown?: boolean } = {}) {
  let isKnown = options.isKnown ?? true;
  const messages: Message[] = [];
  const files = new Map<string, StoredFile>();
  const channels = new Map<string, { members: Set<string> }>();
  const people = new Map<string, { name: string; team: string }>();
  const views = new Map<string, { readonly person: string; readonly modal: Modal }>();
  const triggers = new Map<string, { readonly person: string; readonly untilMs: number }>();
  let counter = 0;
  let isClosed = false;
  let seconds = Math.floor(Date.now() / 1_000);
  const next = (prefix: string): string => {
    counter += 1;
    return `${prefix}${String(counter).padStart(6, '0')}`;
  };
  const newTs = (): string => {
    seconds += 1;
    return next(`${seconds}.`);
  };

  // --- The Web API ---

  const channelOf = (id: string, needsBot = true) => {
    const channel = channels.get(id);
    if (channel === undefined) throw new Refusal('channel_not_found');
    if (needsBot && !channel.members.has(BOT.user)) throw new Refusal('not_in_channel');
    return channel;
  };
  const find = (channel: string, ts: string): Message => {
    const message = messages.find(
      (each) => each.channel === channel && each.ts === ts && each.onlyFor === null,
    );
    if (message === undefined) throw new Refusal('message_not_found');
    return message;
  };
  const wire = (message: Message, hasMetadata = false): Record<string, unknown> => ({
    type: 'message',
    ts: message.ts,
    user: message.author,
    ...(message.team !== '' && { team: message.team }),
    text: message.text,
    ...(message.author === BOT.user && { bot_id: BOT.id, app_id: BOT.app }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.thread !== null && { thread_ts: message.thread }),
    ...(messages.some((each) => each.thread === message.ts) && { thread_ts: message.ts }),
    ...(message.files.length > 0 && {
      subtype: 'file_share',
      files: message.files.map((id) => {
        const { name, bytes, type } = files.get(id) ?? {
          name: '',
          bytes: Buffer.from(''),
          type: '',
        };
        const url = `${platform.origin}/files-pri/${id}`;
        return { id, name, size: bytes.length, mimetype: type, url_private_download: url };
      }),
    }),
    ...(message.editedAt !== null && { edited: { user: message.author, ts: message.editedAt } }),
    ...(hasMetadata && message.metadata !== null && { metadata: message.metadata }),
  });
  const post = (
    draft: Partial<Message> & Pick<Message, 'channel' | 'author' | 'text'>,
  ): Message => {
    const message: Message = {
      ts: newTs(),
      thread: null,
      onlyFor: null,
      blocks: [],
      metadata: null,
      files: [],
      editedAt: null,
      reactions: new Set(),
      team: people.get(draft.author)?.team ?? TEAM,
      ...draft,
    };
    messages.push(message);
    if (message.onlyFor === null) tell({ ...wire(message), channel: message.channel });
    return message;
  };
  const edit = (message: Message, change: Partial<Message>): void => {
    const before = wire(message);
    Object.assign(message, change, { editedAt: newTs() });
    tell({
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: message.channel,
      message: wire(message),
      previous_message: before,
    });
  };
  const page = (
    all: Message[],
    given: z.infer<z.ZodObject<typeof window>>,
    head: readonly Message[],
  ) => {
    const from = Number(given.cursor ?? 0);
    const later = all.filter(({ ts }) => ts > (given.oldest ?? '0'));
    const shown = [...head, ...later.slice(from, from + given.limit)];
    const hasMore = later.length > from + given.limit;
    const hasMetadata = given.include_all_metadata === 'true';
    return {
      messages: shown.map((each) => wire(each, hasMetadata)),
      has_more: hasMore,
      ...(hasMore && { response_metadata: { next_cursor: String(from + given.limit) } }),
    };
  };

  const method = <Shape extends z.ZodRawShape>(
    shape: Shape,
    work: (given: z.infer<z.ZodObject<Shape>>) => object,
  ) => {
    const schema = z.strictObject(shape);
    return (given: unknown): object => work(schema.parse(given) as z.infer<z.ZodObject<Shape>>);
  };
  const methods: Record<string, (given: unknown) => object> = {
    'auth.test': method({}, () => ({
      url: 'https://atelier.slack.com/',
      team_id: TEAM,
      user_id: BOT.user,
      bot_id: BOT.id,
    })),
    'apps.connections.open': method({}, () => ({
      url: `${platform.origin.replace('http', 'ws')}/socket`,
    })),
    'users.info': method({ user: z.string() }, ({ user }) => {
      const person = people.get(user);
      if (person === undefined) throw new Refusal('user_not_found');
      return { user: { id: user, name: person.name.toLowerCase(), real_name: person.name } };
    }),
    'conversations.info': method({ channel: z.string() }, ({ channel }) => ({
      channel: { id: channel, is_member: channelOf(channel, false).members.has(BOT.user) },
    })),
    'chat.postMessage': method(
      {
        channel: z.string(),
        thread_ts: z.string().optional(),
        metadata,
        unfurl_links: z.literal('false').optional(),
        unfurl_media: z.literal('false').optional(),
        ...content,
      },
      ({ channel, thread_ts: thread = null, metadata: carried = null, text, blocks: drawn }) => {
        if (people.has(channel)) channels.set(channel, { members: new Set([BOT.user, channel]) });
        channelOf(channel);
        const author = BOT.user;
        const message = post({ channel, thread, author, text, blocks: drawn, metadata: carried });
        return { channel, ts: message.ts, message: wire(message) };
      },
    ),
    'chat.update': method(
      { channel: z.string(), ts: z.string(), metadata, ...content },
      ({ channel, ts, metadata: carried, text, blocks: drawn }) => {
        const message = find(channel, ts);
        if (message.author !== BOT.user) throw new Refusal('cant_update_message');
        edit(message, { text, blocks: drawn, ...(carried !== undefined && { metadata: carried }) });
        return { channel, ts };
      },
    ),
    'chat.postEphemeral': method(
      { channel: z.string(), user: z.string(), thread_ts: z.string().optional(), ...content },
      ({ channel, user, thread_ts: thread = null, text, blocks: drawn }) => {
        if (!channelOf(channel).members.has(user)) throw new Refusal('user_not_in_channel');
        const private_ = { onlyFor: user, author: BOT.user };
        return { message_ts: post({ channel, thread, ...private_, text, blocks: drawn }).ts };
      },
    ),
    'conversations.history': method(window, (given) => {
      channelOf(given.channel);
      const all = messages.filter(
        (each) => each.channel === given.channel && each.thread === null && each.onlyFor === null,
      );
      return page(all.toReversed(), given, []);
    }),
    'conversations.replies': method({ ...window, ts: z.string() }, (given) => {
      channelOf(given.channel);
      const all = messages.filter(
        (each) =>
          each.channel === given.channel && each.thread === given.ts && each.onlyFor === null,
      );
      return page(all, given, [find(given.channel, given.ts)]);
    }),
    'reactions.add': method(
      { channel: z.string(), timestamp: z.string(), name: z.string() },
      ({ channel, timestamp, name }) => {
        const { reactions } = find(channel, timestamp);
        if (reactions.has(name)) throw new Refusal('already_reacted');
        reactions.add(name);
        return {};
      },
    ),
    'views.open': method({ trigger_id: z.string(), view: json(modal) }, (given) => {
      const trigger = triggers.get(given.trigger_id);
      if (trigger === undefined || Date.now() > trigger.untilMs)
        throw new Refusal('expired_trigger_id');
      const id = next('V');
      views.set(id, { person: trigger.person, modal: given.view });
      return { view: { id } };
    }),
    'files.getUploadURLExternal': method(
      { filename: z.string().min(1), length: z.coerce.number().int().positive() },
      ({ filename: name }) => {
        const id = next('F');
        files.set(id, { id, name, bytes: Buffer.from(''), type: 'text/markdown' });
        return { file_id: id, upload_url: `${platform.origin}/upload/${id}` };
      },
    ),
    'files.completeUploadExternal': method(
      {
        files: json(z.array(z.strictObject({ id: z.string(), title: z.string() })).min(1)),
        channel_id: z.string(),
        thread_ts: z.string().optional(),
      },
      ({ files: done, channel_id: channel, thread_ts: thread = null }) => {
        const ids = done.map(({ id }) => id);
        post({ channel, thread, author: BOT.user, text: '', files: ids });
        return { files: done };
      },
    ),
  };

  const serve = async (incoming: IncomingMessage, body: Buffer): Promise<Answer | Called> => {
    const path = incoming.url ?? '';
    const [, kind = '', name = ''] = path.split('/');
    const token = incoming.headers.authorization;
    if (kind === 'files-pri') {
      const file = files.get(name);
      if (token !== 'Bearer xoxb-local' || file === undefined)
        return {
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: '<html>Sign in</html>',
        };
      return { status: 200, headers: { 'content-type': file.type }, body: file.bytes };
    }
    if (kind === 'upload') {
      const form = await formOf(body, incoming.headers['content-type'] ?? '');
      const part = [...form.values()].find((each) => each instanceof File);
      const file = files.get(name);
      if (file !== undefined && part !== undefined)
        file.bytes = Buffer.from(await part.arrayBuffer());
      return { status: 200, body: 'OK' };
    }
    if (kind === 'respond') {
      const { person, channel, thread } = z
        .object({ person: z.string(), channel: z.string(), thread: z.string().nullable() })
        .parse(JSON.parse(Buffer.from(name, 'base64url').toString()));
      answerPrivately(person, channel, thread, JSON.parse(body.toString()));
      return { status: 200, body: 'ok' };
    }
    const given = Object.fromEntries(new URLSearchParams(body.toString()));
    // The client also sends the token in the body.
    delete given.token;
    const work = (): Answer => {
      try {
        const wanted = name === 'apps.connections.open' ? 'xapp-local' : 'xoxb-local';
        if (!isKnown || token !== `Bearer ${wanted}`) throw new Refusal('invalid_auth');
        const run = methods[name];
        if (run === undefined) throw new Refusal('unknown_method');
        return { status: 200, body: { ok: true, ...run(given) } };
      } catch (thrown) {
        const error = thrown instanceof Refusal ? thrown.message : 'invalid_arguments';
        if (!WORLDLY.has(error)) platform.violations.push(`${name}: ${error}: ${String(thrown)}`);
        return { status: 200, body: { ok: false, error } };
      }
    };
    return {
      name,
      body: given,
      work,
      errorOf: ({ body: said }) => (said as { error?: string }).error,
    };
  };
  const platform = new Platform(serve, {
    failed: { status: 500, body: 'failed' },
    limited: {
      status: 429,
      headers: { 'retry-after': '1' },
      body: { ok: false, error: 'ratelimited' },
    },
  });
  await platform.listen();

  // --- Socket Mode ---

  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, { socket: WebSocket; resolve: (answer: Acknowledged) => void }>();
  const settle = (id: string, answer: Acknowledged): void => {
    waiting.get(id)?.resolve(answer);
    waiting.delete(id);
  };
  const server = new WebSocketServer({ server: platform.server });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      for (const [id, each] of waiting) if (each.socket === socket) settle(id, 'lost');
    });
    socket.on('message', (data) => {
      const { envelope_id: id, payload = null } = JSON.parse(String(data));
      settle(id, { payload: Object.keys(payload ?? {}).length === 0 ? null : payload });
    });
    socket.send(JSON.stringify({ type: 'hello', num_connections: sockets.size }));
  });
  const deliver = (type: string, payload: object): Promise<Acknowledged> => {
    const [socket] = sockets;
    if (socket === undefined) return Promise.resolve('lost');
    const id = next('E');
    const { promise, resolve } = Promise.withResolvers<Acknowledged>();
    const timer = setTimeout(() => {
      platform.violations.push(`late: ${type} ${JSON.stringify(payload).slice(0, 200)}`);
      resolve('late');
    }, ACK_MS);
    timer.unref();
    waiting.set(id, {
      socket,
      resolve: (answer) => {
        clearTimeout(timer);
        resolve(answer);
      },
    });
    const accepts_response_payload = type !== 'events_api';
    socket.send(JSON.stringify({ envelope_id: id, type, accepts_response_payload, payload }));
    return promise;
  };
  /** An event that was not acknowledged comes again, by another connection. */
  const deliverUntilTaken = async (payload: object): Promise<void> => {
    while (!isClosed && (await deliver('events_api', payload)) === 'lost')
      await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const events: object[] = [];
  const tell = (event: object): void => {
    const payload = {
      type: 'event_callback',
      team_id: TEAM,
      api_app_id: BOT.app,
      event_id: next('Ev'),
      event: { channel_type: 'channel', event_ts: newTs(), ...event },
      authorizations: [{ team_id: TEAM, user_id: BOT.user, is_bot: true }],
    };
    events.push(payload);
    void deliverUntilTaken(payload);
  };

  // --- People ---

  const trigger = (person: string): string => {
    const id = next('trigger.');
    triggers.set(id, { person, untilMs: Date.now() + ACK_MS });
    return id;
  };
  const about = (person: string) => ({
    user: { id: person, team_id: TEAM },
    team: { id: people.get(person)?.team ?? TEAM },
    api_app_id: BOT.app,
    trigger_id: trigger(person),
  });
  const respondUrl = (person: string, channel: string, thread: string | null) =>
    `${platform.origin}/respond/${Buffer.from(JSON.stringify({ person, channel, thread })).toString('base64url')}`;
  const PrivateAnswer = z.strictObject({
    response_type: z.literal('ephemeral'),
    text: z.string().min(1),
    blocks,
  });
  const answerPrivately = (
    person: string,
    channel: string,
    thread: string | null,
    payload: unknown,
  ): void => {
    const { data, error } = PrivateAnswer.safeParse(payload);
    if (data === undefined) platform.violations.push(`a private answer: ${error?.message}`);
    else post({ channel, thread, author: BOT.user, onlyFor: person, ...data });
  };
  const visible = (channel: string, thread: string | null = null): Message[] =>
    messages.filter(
      (each) => each.channel === channel && each.thread === thread && each.onlyFor === null,
    );

  return {
    platform,
    apiUrl: `${platform.origin}/api/`,
    botToken: 'xoxb-local',
    appToken: 'xapp-local',
    bot: BOT,
    visible,
    threadsOf: (channel: string): Message[] =>
      messages.filter((each) => each.channel === channel && each.thread !== null),
    read: (message: Message): string =>
      message.blocks.length === 0 ? message.text : readBlocks(message.blocks),
    /** What only this person sees, the newest last. */
    ephemeral: (person: string): string[] =>
      messages.flatMap((each) => (each.onlyFor === person ? [readBlocks(each.blocks)] : [])),
    fileNames: (message: Message): string[] =>
      message.files.map((id) => files.get(id)?.name ?? '?'),
    addPerson: (name: string, team = TEAM): string => {
      const id = next('U');
      people.set(id, { name, team });
      for (const channel of channels.values()) channel.members.add(id);
      return id;
    },
    addChannel: (isBotIn = true): string => {
      const id = next('C');
      const members = new Set([...people.keys(), ...(isBotIn ? [BOT.user] : [])]);
      channels.set(id, { members });
      return id;
    },
    say: (
      author: string,
      channel: string,
      text: string,
      more: {
        thread?: string;
        files?: readonly { name: string; bytes: Buffer; type?: string }[];
      } = {},
    ): Message => {
      const ids = (more.files ?? []).map(({ name, bytes, type = 'text/plain' }) => {
        const id = next('F');
        files.set(id, { id, name, bytes, type });
        return id;
      });
      return post({ channel, author, text: typed(text), thread: more.thread ?? null, files: ids });
    },
    edit: (message: Message, text: string) => edit(message, { text: typed(text) }),
    /** Types `/design …`; resolves when the app has acknowledged it. */
    command: async (person: string, channel: string, text: string): Promise<Acknowledged> => {
      const { team, trigger_id } = about(person);
      const answer = await deliver('slash_commands', {
        command: '/design',
        text,
        user_id: person,
        team_id: team.id,
        channel_id: channel,
        trigger_id,
        response_url: respondUrl(person, channel, null),
      });
      if (typeof answer === 'object' && answer.payload !== null)
        answerPrivately(person, channel, null, answer.payload);
      return answer;
    },
    /** Presses a control as it is drawn. */
    press: async (person: string, message: Message, label: string): Promise<Acknowledged> => {
      const buttons = message.blocks.flatMap((each) =>
        each.type === 'actions' ? each.elements : [],
      );
      const button = buttons.find(({ text }) => text.text === label);
      if (button === undefined) throw new Error(`the message has no control "${label}"`);
      const { channel, ts, thread } = message;
      return deliver('interactive', {
        type: 'block_actions',
        ...about(person),
        channel: { id: channel },
        container: {
          type: 'message',
          message_ts: ts,
          channel_id: channel,
          ...(thread && { thread_ts: thread }),
        },
        message: wire(message),
        response_url: respondUrl(person, channel, thread),
        actions: [
          {
            type: 'button',
            action_id: button.action_id,
            block_id: 'b',
            value: button.value,
            action_ts: newTs(),
          },
        ],
      });
    },
    openView: (person: string) => [...views].find(([, view]) => view.person === person),
    /** Sends the form that a person has before them. `null`: it is closed; else its errors. */
    submit: async (person: string, note: string): Promise<Record<string, string> | null> => {
      const [id, view] = [...views].find(([, each]) => each.person === person) ?? [];
      if (id === undefined || view === undefined) throw new Error('no form is open');
      const { blocks: inputs, ...rest } = view.modal;
      const values = Object.fromEntries(
        inputs.map(({ block_id, element }) => [
          block_id,
          { [element.action_id]: { type: element.type, value: note } },
        ]),
      );
      const answer = await deliver('interactive', {
        type: 'view_submission',
        ...about(person),
        view: { id, ...rest, blocks: inputs, state: { values } },
      });
      const payload = typeof answer === 'object' ? answer.payload : null;
      if (payload === null) views.delete(id);
      return payload === null ? null : (payload.errors as Record<string, string>);
    },
    /** Sends each event, or those about one message, once more, as after a lost acknowledgement. */
    redeliver: async (ts = ''): Promise<void> => {
      for (const payload of events.filter((each) => JSON.stringify(each).includes(`"ts":"${ts}`)))
        await deliver('events_api', payload);
    },
    /** From now on no token is one. */
    revoke: () => {
      isKnown = false;
    },
    /** Deliveries that the app has not acknowledged. */
    pending: () => waiting.size,
    drop: () => {
      for (const socket of sockets) socket.terminate();
    },
    close: async () => {
      isClosed = true;
      for (const socket of sockets) socket.terminate();
      server.close();
      await platform.close();
    },
  };
}

/** As Slack passes on what a person types: all but references is escaped. */
function typed(text: string): string {
  return text
    .split(/(<[@#!][^<>]+>|<https?:[^<>]+>)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    )
    .join('');
}

function formOf(body: Buffer, type: string): Promise<FormData> {
  return new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
}
