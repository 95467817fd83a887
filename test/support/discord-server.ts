/**
 * A guild with one bot, which speaks Discord's protocol on this machine and is strict about it:
 * unknown fields, wrong lengths, ids given twice and late answers are violations.
 *
 * @example const discord = await startDiscordServer(); discord.say(ana, thread, 'about 900');
 */

import type { IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod';
import { type Answer, type Called, Platform } from './platform.ts';

const TOKEN = 'local.discord.token';
const ACK_MS = 3_000;
const V2 = 32_768;
const EPHEMERAL = 64;
const LOADING = 128;
/** Everything but administration. */
const PERMISSIONS = String((1n << 40n) - 1n - 8n);

// --- What may be sent, with Discord's limits ---

const customId = z.string().min(1).max(100);
const button = z.union([
  z.strictObject({
    type: z.literal(2),
    style: z.int().min(1).max(4),
    label: z.string().min(1).max(80),
    custom_id: customId,
  }),
  z.strictObject({
    type: z.literal(2),
    style: z.literal(5),
    label: z.string().min(1).max(80),
    url: z.url({ protocol: /^https?$/ }).max(512),
  }),
]);
const row = z.strictObject({ type: z.literal(1), components: z.array(button).min(1).max(5) });
const component = z.union([
  row,
  z.strictObject({
    type: z.literal(10),
    id: z.int32().min(1),
    content: z.string().min(1).max(4_000),
  }),
  z.strictObject({
    type: z.literal(13),
    file: z.strictObject({ url: z.string().regex(/^attachment:\/\/\S+$/) }),
  }),
]);
type Component = z.infer<typeof component>;
const body = z.strictObject({
  content: z.string().max(2_000).nullish(),
  components: z.array(component).max(10).optional(),
  flags: z.int().min(0).optional(),
  allowed_mentions: z
    .strictObject({
      parse: z.array(z.never()),
      users: z.array(z.string()).max(100).optional(),
      replied_user: z.boolean().optional(),
    })
    .optional(),
  attachments: z
    .array(z.strictObject({ id: z.union([z.int(), z.string()]), filename: z.string().optional() }))
    .optional(),
  nonce: z.string().max(25).optional(),
  enforce_nonce: z.boolean().optional(),
  message_reference: z
    .strictObject({
      message_id: z.string(),
      type: z.literal(0).optional(),
      fail_if_not_exists: z.boolean().optional(),
      channel_id: z.string().optional(),
      guild_id: z.string().optional(),
    })
    .optional(),
  tts: z.literal(false).optional(),
});
type Body = z.infer<typeof body>;
const modal = z.strictObject({
  custom_id: customId,
  title: z.string().min(1).max(45),
  components: z
    .array(
      z.strictObject({
        type: z.literal(18),
        label: z.string().min(1).max(45),
        component: z.strictObject({
          type: z.literal(4),
          custom_id: customId,
          style: z.literal(2),
          max_length: z.int().min(1).max(4_000),
        }),
      }),
    )
    .min(1)
    .max(5),
});
type Modal = z.infer<typeof modal>;
const callback = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal(4), data: body }),
  z.strictObject({ type: z.literal(5), data: z.strictObject({ flags: z.int() }) }),
  z.strictObject({ type: z.literal(9), data: modal }),
]);
const named = { name: z.string().regex(/^[a-z-]{1,32}$/), description: z.string().min(1).max(100) };
const command = z.strictObject({
  ...named,
  type: z.literal(1).optional(),
  contexts: z.array(z.literal(0)),
  options: z
    .array(
      z.strictObject({
        ...named,
        type: z.literal(1),
        options: z
          .array(
            z.strictObject({
              ...named,
              type: z.literal(3),
              required: z.boolean().optional(),
              max_length: z.int().max(6_000).optional(),
              choices: z
                .array(z.strictObject({ name: z.string().max(100), value: z.string().max(100) }))
                .max(25)
                .optional(),
            }),
          )
          .max(25),
      }),
    )
    .max(25),
});

interface Message {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  readonly onlyFor: string | null;
  readonly reference: string | null;
  readonly nonce: string | null;
  content: string;
  components: Component[];
  flags: number;
  files: { readonly id: string; readonly name: string; readonly bytes: Buffer }[];
  pings: readonly string[];
  editedAt: string | null;
  readonly reactions: Set<string>;
}
interface Channel {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
}
interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly person: string;
  readonly channel: string;
  state: 'open' | 'answered' | 'expired';
  modal: Modal | null;
  reply: Message | null;
  readonly settle: () => void;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
/** Refusals that the world can cause; every other one is the app's own mistake. */
const WORLDLY = new Set([10_003, 10_008, 10_062, 40_060, 50_001, 50_007, 50_013, 160_004]);

const EPOCH_MS = 1_420_070_400_000n;
let lastId = 0n;
function snowflake(): string {
  const now = (BigInt(Date.now()) - EPOCH_MS) << 22n;
  lastId = now > lastId ? now : lastId + 1n;
  return String(lastId);
}
const timeOf = (id: string) => new Date(Number((BigInt(id) >> 22n) + EPOCH_MS)).toISOString();

export type DiscordServer = Awaited<ReturnType<typeof startDiscordServer>>;

export async function startDiscordServer(
  options: { readonly mayReadContent?: boolean; readonly isKnown?: boolean } = {},
) {
  const { mayReadContent = true, isKnown = true } = options;
  const guild = snowflake();
  const bot = snowflake();
  const people = new Map<string, string>([[bot, 'Charrette']]);
  const channels = new Map<string, Channel>();
  const hidden = new Set<string>();
  const messages: Message[] = [];
  const interactions = new Map<string, Interaction>();
  let commands: unknown[] = [];

  const wireUser = (id: string) => ({
    id,
    username: (people.get(id) ?? '').toLowerCase(),
    global_name: people.get(id),
    discriminator: '0',
    avatar: null,
    ...(id === bot && { bot: true }),
  });
  const wireMember = (id: string) => ({
    user: wireUser(id),
    nick: null,
    roles: [],
    joined_at: timeOf(guild),
    deaf: false,
    mute: false,
    flags: 0,
  });
  const wireChannel = ({ id, name, parent }: Channel) => ({
    id,
    name,
    guild_id: guild,
    type: parent === null ? 0 : 11,
    parent_id: parent,
    position: 0,
    permission_overwrites: [],
    ...(parent !== null && {
      owner_id: bot,
      message_count: 0,
      member_count: 1,
      thread_metadata: {
        archived: false,
        auto_archive_duration: 10_080,
        archive_timestamp: timeOf(id),
        locked: false,
      },
      member: { id, user_id: bot, join_timestamp: timeOf(id), flags: 0 },
    }),
  });
  const wireMessage = (message: Message): Record<string, unknown> => ({
    id: message.id,
    channel_id: message.channel,
    type: message.reference === null ? 0 : 19,
    author: wireUser(message.author),
    content: message.content,
    timestamp: timeOf(message.id),
    edited_timestamp: message.editedAt,
    tts: false,
    mention_everyone: false,
    mentions: [...message.content.matchAll(/<@!?(\d+)>/g)].flatMap(([, id = '']) =>
      people.has(id) ? [wireUser(id)] : [],
    ),
    mention_roles: [],
    attachments: message.files.map(({ id, name, bytes }) => ({
      id,
      filename: name,
      size: bytes.length,
      url: `${platform.origin}/attachments/${id}`,
      proxy_url: `${platform.origin}/attachments/${id}`,
    })),
    embeds: [],
    components: withIds(message.components),
    pinned: false,
    flags: message.flags,
    ...(message.reference !== null && {
      message_reference: { type: 0, message_id: message.reference, channel_id: message.channel },
    }),
    ...(channels.has(message.id) && {
      thread: wireChannel(channels.get(message.id) ?? { id: '', name: '', parent: null }),
    }),
  });
  const post = (draft: Partial<Message> & Pick<Message, 'channel' | 'author'>): Message => {
    const message: Message = {
      id: snowflake(),
      onlyFor: null,
      reference: null,
      nonce: null,
      content: '',
      components: [],
      flags: 0,
      files: [],
      pings: [],
      editedAt: null,
      reactions: new Set(),
      ...draft,
    };
    messages.push(message);
    if (message.onlyFor === null) tellMessage('MESSAGE_CREATE', message);
    return message;
  };
  const edit = (message: Message, change: Partial<Message>): void => {
    Object.assign(message, change, { editedAt: new Date().toISOString() });
    tellMessage('MESSAGE_UPDATE', message);
  };
  const find = (channel: string, id: string): Message => {
    const message = messages.find(
      (each) => each.channel === channel && each.id === id && each.onlyFor === null,
    );
    if (message === undefined) throw new Refusal(404, 10_008, 'Unknown Message');
    return message;
  };
  const openChannel = (id: string): Channel => {
    const channel = channels.get(id);
    if (channel === undefined) throw new Refusal(404, 10_003, 'Unknown Channel');
    if (hidden.has(id)) throw new Refusal(403, 50_001, 'Missing Access');
    return channel;
  };

  // --- REST ---

  /** What a message says after this; Discord's rules for what stands in it together. */
  const contentOf = (given: Body, files: Message['files'], before?: Message) => {
    const flags = (given.flags ?? 0) | (before?.flags ?? 0);
    const { content = before?.content ?? '', components = before?.components ?? [] } = given;
    const isV2 = (flags & V2) !== 0;
    const fail = (message: string) => {
      throw new Refusal(400, 50_035, message);
    };
    if (isV2 && content) fail('content beside components');
    if (!isV2 && components.some(({ type }) => type !== 1)) fail('components without their flag');
    if (!isV2 && !content) fail('an empty message');
    const texts = components.flatMap((each) => (each.type === 10 ? [each.content] : []));
    if (texts.join('').length > 4_000) fail('too much text');
    const ids = components
      .flatMap((each) => (each.type === 1 ? each.components : []))
      .flatMap((each) => ('custom_id' in each ? [each.custom_id] : []));
    if (new Set(ids).size < ids.length) fail('a custom_id twice');
    for (const each of components)
      if (each.type === 13 && !files.some(({ name }) => each.file.url === `attachment://${name}`))
        fail(`no such file: ${each.file.url}`);
    const allowed = given.allowed_mentions?.users ?? [];
    const named = [...[content, ...texts].join('\n').matchAll(/<@(\d+)>/g)].map(
      ([, id]) => id ?? '',
    );
    const pings =
      given.allowed_mentions === undefined ? named : named.filter((id) => allowed.includes(id));
    return { content: content ?? '', components, flags, files, pings };
  };

  type Route = (
    at: string[],
    given: unknown,
    files: Message['files'],
    query: URLSearchParams,
  ) => object | null;
  const routes: readonly (readonly [string, string, RegExp, Route])[] = [
    [
      'gateway',
      'GET',
      /^\/gateway\/bot$/,
      () => ({
        url: platform.origin.replace('http', 'ws'),
        shards: 1,
        session_start_limit: {
          total: 1_000,
          remaining: 900,
          reset_after: 1_000,
          max_concurrency: 1,
        },
      }),
    ],
    [
      'commands.set',
      'PUT',
      /^\/applications\/(\d+)\/commands$/,
      (_at, given) => {
        commands = z.array(command).max(100).parse(given);
        return commands.map((each) => ({
          ...(each as object),
          id: snowflake(),
          application_id: bot,
          version: '1',
          type: 1,
        }));
      },
    ],
    ['channels.get', 'GET', /^\/channels\/(\d+)$/, ([id = '']) => wireChannel(openChannel(id))],
    ['users.get', 'GET', /^\/users\/(\d+)$/, ([id = '']) => wireUser(id)],
    [
      'direct.open',
      'POST',
      /^\/users\/@me\/channels$/,
      (_at, given) => {
        const { recipient_id: person } = z.strictObject({ recipient_id: z.string() }).parse(given);
        const id = `${person}0`.slice(-19);
        channels.set(id, { id, name: '', parent: null });
        return { id, type: 1, recipients: [wireUser(person)], last_message_id: null };
      },
    ],
    [
      'messages.create',
      'POST',
      /^\/channels\/(\d+)\/messages$/,
      ([channel = ''], given, files) => {
        openChannel(channel);
        const asked = body.parse(given);
        const { nonce = null, enforce_nonce: isOnce = false, message_reference: reference } = asked;
        const earlier = messages.find(
          (each) => isOnce && nonce !== null && each.nonce === nonce && each.channel === channel,
        );
        if (earlier !== undefined) return wireMessage(earlier);
        const content = contentOf(asked, files);
        const referred = reference?.message_id ?? null;
        return wireMessage(post({ channel, author: bot, nonce, reference: referred, ...content }));
      },
    ],
    [
      'messages.edit',
      'PATCH',
      /^\/channels\/(\d+)\/messages\/(\d+)$/,
      ([channel = '', id = ''], given, files) => {
        openChannel(channel);
        const message = find(channel, id);
        if (message.author !== bot) throw new Refusal(403, 50_005, 'not the author');
        const asked = body.parse(given);
        const kept =
          asked.attachments === undefined
            ? message.files
            : message.files.filter((file) =>
                asked.attachments?.some((each) => each.id === file.id),
              );
        edit(message, contentOf(asked, [...kept, ...files], message));
        return wireMessage(message);
      },
    ],
    [
      'messages.get',
      'GET',
      /^\/channels\/(\d+)\/messages\/(\d+)$/,
      ([channel = '', id = '']) => {
        openChannel(channel);
        return wireMessage(find(channel, id));
      },
    ],
    [
      'messages.list',
      'GET',
      /^\/channels\/(\d+)\/messages$/,
      ([channel = ''], _given, _files, query) => {
        openChannel(channel);
        const after = BigInt(query.get('after') ?? '0');
        const all = messages.filter(
          (each) => each.channel === channel && each.onlyFor === null && BigInt(each.id) > after,
        );
        return all
          .slice(0, Number(query.get('limit') ?? 50))
          .toReversed()
          .map(wireMessage);
      },
    ],
    [
      'threads.start',
      'POST',
      /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/,
      ([channel = '', id = ''], given) => {
        const { name } = z
          .strictObject({
            name: z.string().min(1).max(100),
            auto_archive_duration: z.literal([60, 1_440, 4_320, 10_080]),
            /** The library sends it, and Discord passes over it. */
            type: z.literal(11),
          })
          .parse(given);
        find(channel, id);
        if (channels.has(id)) throw new Refusal(400, 160_004, 'A thread has already been created');
        channels.set(id, { id, name, parent: channel });
        const wire = wireChannel(channels.get(id) ?? { id, name, parent: channel });
        tell('THREAD_CREATE', { ...wire, newly_created: true });
        return wire;
      },
    ],
    [
      'reactions.add',
      'PUT',
      /^\/channels\/(\d+)\/messages\/(\d+)\/reactions\/([^/]+)\/@me$/,
      ([channel = '', id = '', emoji = '']) => {
        openChannel(channel);
        find(channel, id).reactions.add(emoji);
        return null;
      },
    ],
    [
      'interactions.answer',
      'POST',
      /^\/interactions\/(\d+)\/([\w-]+)\/callback$/,
      ([id = ''], given) => {
        const interaction = interactions.get(id);
        if (interaction === undefined || interaction.state === 'expired')
          throw new Refusal(404, 10_062, 'Unknown interaction');
        if (interaction.state === 'answered')
          throw new Refusal(400, 40_060, 'already acknowledged');
        const answer = callback.parse(given);
        interaction.state = 'answered';
        const draft = { channel: interaction.channel, author: bot, onlyFor: interaction.person };
        if (answer.type === 9) interaction.modal = answer.data;
        else if (answer.type === 5)
          interaction.reply = post({ ...draft, flags: answer.data.flags | LOADING });
        else {
          if (((answer.data.flags ?? 0) & EPHEMERAL) === 0)
            throw new Refusal(400, 50_035, 'answers are private');
          interaction.reply = post({ ...draft, ...contentOf(answer.data, []) });
        }
        if (answer.type !== 5) interaction.settle();
        return null;
      },
    ],
    [
      'interactions.fulfil',
      'PATCH',
      /^\/webhooks\/\d+\/([\w-]+)\/messages\/@original$/,
      ([token = ''], given) => {
        const interaction = [...interactions.values()].find((each) => each.token === token);
        if (!interaction?.reply) throw new Refusal(404, 10_015, 'Unknown Webhook');
        Object.assign(interaction.reply, contentOf(body.parse(given), [], interaction.reply));
        interaction.settle();
        return wireMessage(interaction.reply);
      },
    ],
  ];

  const serve = async (incoming: IncomingMessage, bytes: Buffer): Promise<Answer | Called> => {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://localhost');
    if (pathname.startsWith('/attachments/')) {
      const file = messages.flatMap(({ files }) => files).find(({ id }) => pathname.endsWith(id));
      return { status: file === undefined ? 404 : 200, body: file?.bytes ?? 'gone' };
    }
    const path = decodeURIComponent(pathname.replace('/api/v10', ''));
    const { given, files } = await submitted(bytes, incoming.headers['content-type'] ?? '');
    const found = routes.find(
      ([, verb, pattern]) => verb === incoming.method && pattern.test(path),
    );
    const [name = `${incoming.method} ${path}`, , pattern, run] = found ?? [];
    const work = (): Answer => {
      try {
        const isOpen = name.startsWith('interactions.');
        const isAuthorized = isKnown && incoming.headers.authorization === `Bot ${TOKEN}`;
        if (!isOpen && !isAuthorized)
          return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
        if (run === undefined) throw new Refusal(404, 0, 'no such route');
        const [, ...at] = pattern?.exec(path) ?? [];
        const answer = run(at, given, files, searchParams);
        return { status: answer === null ? 204 : 200, body: answer };
      } catch (thrown) {
        const refusal =
          thrown instanceof Refusal ? thrown : new Refusal(400, 50_035, String(thrown));
        if (!WORLDLY.has(refusal.code)) platform.violations.push(`${name}: ${refusal.message}`);
        return { status: refusal.status, body: { message: refusal.message, code: refusal.code } };
      }
    };
    return {
      name,
      body: given,
      work,
      errorOf: ({ status, body: said }) =>
        status < 400 ? undefined : (said as { code: number }).code,
    };
  };
  const platform = new Platform(serve, {
    failed: { status: 500, body: { message: '500', code: 0 } },
    limited: {
      status: 429,
      headers: { 'retry-after': '1', 'x-ratelimit-scope': 'user' },
      body: { message: 'You are being rate limited.', retry_after: 1, global: false },
    },
  });
  await platform.listen();

  // --- The gateway: each session receives every event ---

  interface Session {
    readonly id: string;
    readonly told: object[];
    socket: WebSocket | null;
  }
  const sessions: Session[] = [];
  const server = new WebSocketServer({ server: platform.server });
  const Said = z.discriminatedUnion('op', [
    z.object({ op: z.literal(1) }),
    z.object({ op: z.literal(2), d: z.object({ token: z.string(), intents: z.int() }) }),
    z.object({ op: z.literal(6), d: z.object({ session_id: z.string(), seq: z.int() }) }),
  ]);
  server.on('connection', (socket) => {
    let session: Session | null = null;
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
    socket.on('close', () => {
      if (session?.socket === socket) session.socket = null;
    });
    socket.on('message', (data) => {
      const said = Said.parse(JSON.parse(String(data)));
      if (said.op === 1) socket.send(JSON.stringify({ op: 11 }));
      else if (said.op === 2) {
        if (said.d.token !== TOKEN) return socket.close(4_004);
        const wantsContent = (said.d.intents & (1 << 15)) !== 0;
        if (wantsContent && !mayReadContent) return socket.close(4_014);
        session = { id: snowflake(), told: [], socket };
        sessions.push(session);
        begin(session);
      } else {
        session = sessions.find(({ id }) => id === said.d.session_id) ?? null;
        if (session === null) return socket.send(JSON.stringify({ op: 9, d: false }));
        session.socket = socket;
        for (const told of session.told.slice(said.d.seq)) socket.send(JSON.stringify(told));
        tellOne(session, 'RESUMED', {});
      }
    });
  });
  const tellOne = (session: Session, t: string, d: object): void => {
    const told = { op: 0, s: session.told.length + 1, t, d };
    session.told.push(told);
    session.socket?.send(JSON.stringify(told));
  };
  const tell = (t: string, d: object): void => {
    for (const session of sessions) tellOne(session, t, d);
  };
  const tellMessage = (t: string, message: Message): void => {
    const { user: _, ...member } = wireMember(message.author);
    const type = channels.get(message.channel)?.parent === null ? 0 : 11;
    tell(t, { ...wireMessage(message), guild_id: guild, member, channel_type: type });
  };
  const begin = (session: Session): void => {
    tellOne(session, 'READY', {
      v: 10,
      user: { ...wireUser(bot), verified: true },
      guilds: [{ id: guild, unavailable: true }],
      session_id: session.id,
      resume_gateway_url: platform.origin.replace('http', 'ws'),
      shard: [0, 1],
      application: { id: bot, flags: 0 },
    });
    const all = [...channels.values()];
    tellOne(session, 'GUILD_CREATE', {
      id: guild,
      name: 'Atelier',
      owner_id: bot,
      unavailable: false,
      member_count: people.size,
      roles: [
        {
          id: guild,
          name: '@everyone',
          permissions: PERMISSIONS,
          color: 0,
          colors: {},
          position: 0,
        },
      ],
      members: [wireMember(bot)],
      channels: all.filter(({ parent }) => parent === null).map(wireChannel),
      threads: all.filter(({ parent }) => parent !== null).map(wireChannel),
    });
  };

  // --- People ---

  const act = (
    person: string,
    channel: string,
    type: number,
    fields: object,
  ): Interaction & { done: Promise<void> } => {
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const id = snowflake();
    const token = Buffer.from(`interaction:${id}`).toString('base64url');
    const interaction: Interaction = {
      id,
      token,
      person,
      channel,
      state: 'open',
      modal: null,
      reply: null,
      settle: resolve,
    };
    interactions.set(id, interaction);
    const place = channels.get(channel);
    tell('INTERACTION_CREATE', {
      id,
      token,
      type,
      application_id: bot,
      version: 1,
      guild_id: guild,
      guild: { id: guild, locale: 'en-US', features: [] },
      channel_id: channel,
      channel:
        place === undefined ? undefined : { ...wireChannel(place), permissions: PERMISSIONS },
      member: { ...wireMember(person), permissions: PERMISSIONS },
      app_permissions: hidden.has(channel) ? '0' : PERMISSIONS,
      locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: { 0: guild },
      context: 0,
      attachment_size_limit: 10_485_760,
      ...fields,
    });
    const timer = setTimeout(() => {
      if (interaction.state !== 'open') return;
      interaction.state = 'expired';
      platform.violations.push(`late: ${JSON.stringify(fields).slice(0, 200)}`);
      resolve();
    }, ACK_MS);
    timer.unref();
    return Object.assign(interaction, { done });
  };
  const buttonsOf = ({ components }: Message) =>
    components.flatMap((each) => (each.type === 1 ? each.components : []));

  return {
    platform,
    apiUrl: `${platform.origin}/api`,
    token: TOKEN,
    bot,
    commands: () => commands,
    sessions: () => sessions.filter(({ socket }) => socket !== null).length,
    visible: (channel: string): Message[] =>
      messages.filter((each) => each.channel === channel && each.onlyFor === null),
    read: (message: Message): string =>
      [
        message.content,
        ...message.components.map((each) => {
          if (each.type === 10) return each.content;
          return each.type === 13
            ? `📎 ${each.file.url.slice('attachment://'.length)}`
            : each.components.map(({ label }) => `[${label}]`).join(' ');
        }),
      ]
        .filter((part) => part !== '')
        .join('\n'),
    ephemeral: (person: string): string[] =>
      messages.flatMap((each) => (each.onlyFor === person ? [each.content] : [])),
    privateMessage: (person: string) => messages.findLast((each) => each.onlyFor === person),
    thread: (id: string) => channels.get(id),
    addPerson: (name: string): string => {
      const id = snowflake();
      people.set(id, name);
      return id;
    },
    addChannel: (name = 'general'): string => {
      const id = snowflake();
      channels.set(id, { id, name, parent: null });
      if (sessions.length > 0) tell('CHANNEL_CREATE', wireChannel({ id, name, parent: null }));
      return id;
    },
    addThread: (parent: string, name = 'a thread'): string => {
      const id = snowflake();
      channels.set(id, { id, name, parent });
      if (sessions.length > 0) tell('THREAD_CREATE', wireChannel({ id, name, parent }));
      return id;
    },
    hide: (channel: string) => hidden.add(channel),
    say: (
      author: string,
      channel: string,
      content: string,
      more: { replyTo?: string; files?: readonly { name: string; bytes: Buffer }[] } = {},
    ): Message =>
      post({
        channel,
        author,
        content,
        reference: more.replyTo ?? null,
        files: (more.files ?? []).map((file) => ({ ...file, id: snowflake() })),
      }),
    edit: (message: Message, content: string) => edit(message, { content }),
    /** Types a command, like `start` with its options; resolves when it is answered, or too late. */
    command: async (
      person: string,
      channel: string,
      verb: string,
      given: Readonly<Record<string, string>> = {},
    ): Promise<Interaction> => {
      const chosen = Object.entries(given).map(([name, value]) => ({ type: 3, name, value }));
      const interaction = act(person, channel, 2, {
        data: {
          id: snowflake(),
          name: 'design',
          type: 1,
          options: [{ type: 1, name: verb, options: chosen }],
        },
      });
      await interaction.done;
      return interaction;
    },
    /** Presses a control as it is drawn. */
    press: async (person: string, message: Message, label: string): Promise<Interaction> => {
      const button = buttonsOf(message).find((each) => each.label === label);
      if (button === undefined || !('custom_id' in button))
        throw new Error(`the message has no control "${label}"`);
      const interaction = act(person, message.channel, 3, {
        data: { component_type: 2, id: 2, custom_id: button.custom_id },
        message: wireMessage(message),
      });
      await interaction.done;
      return interaction;
    },
    /** Sends the form that a press has opened. */
    submit: async (
      { person, channel, modal: form }: Interaction,
      note: string,
    ): Promise<Interaction> => {
      if (form === null) throw new Error('no form is open');
      const interaction = act(person, channel, 5, {
        data: {
          custom_id: form.custom_id,
          components: form.components.map(({ component: { custom_id } }, index) => ({
            type: 18,
            id: index * 2 + 1,
            component: { type: 4, id: index * 2 + 2, custom_id, value: note },
          })),
        },
      });
      await interaction.done;
      return interaction;
    },
    /** Sends the last event of this name again, to every session. */
    redeliver: (name: string) => {
      for (const session of sessions) {
        const last = session.told.findLast((each) => 't' in each && each.t === name);
        if (last !== undefined && 'd' in last) tellOne(session, name, last.d as object);
      }
    },
    /** Closes every connection; with a code for good, else so that the session is resumed. */
    drop: (code = 4_000) => {
      for (const { socket } of sessions) socket?.close(code);
    },
    close: async () => {
      for (const client of server.clients) client.terminate();
      server.close();
      await platform.close();
    },
  };
}

/** Each component without a number gets one, as Discord does it. */
function withIds(components: readonly Component[]): object[] {
  let next = 0;
  return components.map((each) => {
    next += 1;
    return 'id' in each ? each : { id: next, ...each };
  });
}

async function submitted(bytes: Buffer, type: string) {
  if (!type.startsWith('multipart/form-data')) {
    const text = bytes.toString('utf8');
    return { given: text === '' ? undefined : JSON.parse(text), files: [] };
  }
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type },
  }).formData();
  const files: Message['files'] = [];
  for (const [, part] of form)
    if (part instanceof File)
      files.push({
        id: snowflake(),
        name: part.name,
        bytes: Buffer.from(await part.arrayBuffer()),
      });
  return { given: JSON.parse(String(form.get('payload_json'))), files };
}
