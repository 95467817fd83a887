import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Faults } from '../faults.ts';
import { type DiscordEvent, event, guildCreate, ready } from './events.ts';
import type { Guild } from './guild.ts';
import type { DiscordRecord } from './rest-api.ts';
import { snowflake } from './snowflake.ts';

export interface SocketOptions {
  readonly token: string;
  /** The privileged intents that the app has been granted. */
  readonly granted: number;
}

/** What an app may send to the gateway, as text. */
const said = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      context.addIssue({ code: 'custom', message: `is no JSON: ${String(error)}` });
      return z.NEVER;
    }
  })
  .pipe(
    z.discriminatedUnion('op', [
      z.strictObject({ op: z.literal(GatewayOpcodes.Heartbeat), d: z.int().nullable() }),
      z.strictObject({
        op: z.literal(GatewayOpcodes.Identify),
        d: z.strictObject({
          token: z.string(),
          intents: z.int().min(0),
          properties: z.strictObject({ os: z.string(), browser: z.string(), device: z.string() }),
          compress: z.literal(false).optional(),
          large_threshold: z.int().min(50).max(250).optional(),
          shard: z.tuple([z.literal(0), z.literal(1)]).optional(),
          presence: z.looseObject({ status: z.string() }).optional(),
        }),
      }),
      z.strictObject({
        op: z.literal(GatewayOpcodes.Resume),
        d: z.strictObject({ token: z.string(), session_id: z.string(), seq: z.int().min(0) }),
      }),
    ]),
  );
type Command = z.infer<typeof said>;

/** What an app has identified itself for; it outlives its connection until the app takes leave. */
interface Session {
  readonly id: string;
  readonly intents: number;
  /** All events that were sent to it, by sequence number from 1 on. */
  readonly told: string[];
  connection: Connection | null;
  isForgotten: boolean;
}

interface Connection {
  readonly socket: WebSocket;
  session: Session | null;
  isFrozen: boolean;
}

const HEARTBEAT_MS = 41_250;
const PRIVILEGED =
  GatewayIntentBits.GuildMembers |
  GatewayIntentBits.GuildPresences |
  GatewayIntentBits.MessageContent;
const ALL_INTENTS = Object.values(GatewayIntentBits).reduce<number>(
  (all, bit) => all | Number(bit),
  0,
);
/** Closed by the app with these, a session is over. */
const FAREWELLS: readonly number[] = [1_000, 1_001];

/** The gateway: connections of an app and its sessions, each of which receives every event. */
export class Sockets {
  readonly #guild: Guild;
  readonly #record: DiscordRecord;
  readonly #faults: Faults;
  readonly #options: SocketOptions;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #connections = new Set<Connection>();
  #sessions: Session[] = [];
  readonly #door = createServer();
  #port = 0;
  /** Sessions that wait for their beginning, where that takes its time. */
  #hesitant: (() => void)[] | null = null;
  #isAway = false;
  /** Connections that were asked for and have no answer, where nobody gets one. */
  #unanswered: Duplex[] | null = null;
  /** Connections that were asked for, and sessions that lost theirs. */
  attempts = 0;
  losses = 0;
  /** Sessions that may still begin today. */
  sessionsLeft = 1_000;
  /** The code with which each session is closed as soon as it has begun, or is resumed. */
  closesAtOnceWith: number | null = null;

  constructor(guild: Guild, record: DiscordRecord, faults: Faults, options: SocketOptions) {
    this.#guild = guild;
    this.#record = record;
    this.#faults = faults;
    this.#options = options;
    this.#door.on('upgrade', (...upgrade) => this.#upgrade(...upgrade));
  }

  /** Sessions that are connected and have not fallen silent. */
  get count(): number {
    return this.#sessions.filter(({ connection }) => connection?.isFrozen === false).length;
  }

  /** Sessions that are connected or may still be resumed. */
  get reachable(): number {
    return this.#sessions.filter(
      ({ connection, isForgotten }) => connection !== null || !isForgotten,
    ).length;
  }

  /** For `GET /gateway/bot`. It has its own port, so that it can be down while the API is up. */
  get url(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  async open(): Promise<void> {
    this.#door.listen(this.#port, '127.0.0.1');
    await once(this.#door, 'listening');
    this.#port = (this.#door.address() as AddressInfo).port;
  }

  /** Nobody is let in at the gateway until this is over; those who are connected stay. */
  stayAway(isAway = true): void {
    this.#isAway = isAway;
  }

  /** Those who ask for a connection get no answer until this is over, and are turned away then. */
  leaveUnanswered(isUnanswered = true): void {
    for (const stream of this.#unanswered ?? []) stream.destroy();
    this.#unanswered = isUnanswered ? [] : null;
  }

  #upgrade(incoming: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { searchParams } = new URL(incoming.url ?? '', 'http://localhost');
    const isSpoken = searchParams.get('v') === '10' && searchParams.get('encoding') === 'json';
    if (!isSpoken) this.#record.violate(`gateway: ${incoming.url} is not v=10&encoding=json`);
    this.attempts += 1;
    if (this.#unanswered !== null) this.#unanswered.push(stream);
    else if (this.#isAway) stream.destroy();
    else this.#server.handleUpgrade(incoming, stream, head, (socket) => this.#welcome(socket));
  }

  #welcome(socket: WebSocket): void {
    const connection: Connection = { socket, session: null, isFrozen: false };
    this.#connections.add(connection);
    socket.on('message', (data) => {
      const { success, data: given, error } = said.safeParse(String(data));
      if (success) this.#obey(connection, given);
      else
        this.#refuse(connection, GatewayCloseCodes.DecodeError, `not a command: ${error.message}`);
    });
    socket.on('error', (error) => {
      const isMalformed = 'code' in error && String(error.code).startsWith('WS_ERR');
      if (isMalformed) this.#record.violate(`gateway: ${error.message}`);
    });
    socket.on('close', (code) => this.#lose(connection, FAREWELLS.includes(code)));
    this.#say(connection, { op: GatewayOpcodes.Hello, d: { heartbeat_interval: HEARTBEAT_MS } });
  }

  #lose(connection: Connection, isFarewell: boolean): void {
    this.#connections.delete(connection);
    const { session } = connection;
    if (session?.connection !== connection) return;
    this.losses += 1;
    session.connection = null;
    if (isFarewell) this.#end(session);
  }

  #obey(connection: Connection, command: Command): void {
    if (connection.isFrozen) return;
    const refused = this.#refusalOf(connection, command);
    if (refused !== null) this.#refuse(connection, ...refused);
    else if (command.op === GatewayOpcodes.Heartbeat)
      this.#say(connection, { op: GatewayOpcodes.HeartbeatAck });
    else if (command.op === GatewayOpcodes.Identify) this.#identify(connection, command.d.intents);
    else if (command.op === GatewayOpcodes.Resume) this.#resume(connection, command.d);
  }

  /** The code and the reason with which a connection that says this is closed, or null. */
  #refusalOf({ session }: Connection, command: Command): readonly [number, string] | null {
    const { op, d } = command;
    if (op === GatewayOpcodes.Heartbeat) return null;
    if (session !== null) return [GatewayCloseCodes.AlreadyAuthenticated, 'Already authenticated.'];
    if (d.token !== this.#options.token)
      return [GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.'];
    if (op === GatewayOpcodes.Resume) return null;
    if ((d.intents & ~ALL_INTENTS) !== 0)
      return [GatewayCloseCodes.InvalidIntents, 'Invalid intent(s).'];
    const isRefused = (d.intents & PRIVILEGED & ~this.#options.granted) !== 0;
    return isRefused ? [GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).'] : null;
  }

  #identify(connection: Connection, intents: number): void {
    this.#note('gateway.identify', { intents });
    if (this.#hesitant === null) this.#begin(connection, intents);
    else
      this.#hesitant.push(
        () => this.#connections.has(connection) && this.#begin(connection, intents),
      );
  }

  #begin(connection: Connection, intents: number): void {
    const session = {
      id: `session${snowflake()}`,
      intents,
      told: [],
      connection,
      isForgotten: false,
    };
    connection.session = session;
    this.#sessions.push(session);
    this.sessionsLeft -= 1;
    this.#tell(session, event('READY', 0, ready(this.#guild, session.id, this.url)));
    if (this.closesAtOnceWith !== null) connection.socket.close(this.closesAtOnceWith);
    if (this.#guild.isLeft || this.closesAtOnceWith !== null) return;
    this.#tell(session, event('GUILD_CREATE', GatewayIntentBits.Guilds, guildCreate(this.#guild)));
  }

  /** A session that is asked for begins only once this is over. */
  hesitate(isHesitating = true): void {
    const waiting = this.#hesitant ?? [];
    this.#hesitant = isHesitating ? waiting : null;
    if (!isHesitating) for (const begin of waiting) begin();
  }

  #resume(connection: Connection, given: { session_id: string; seq: number }): void {
    this.#note('gateway.resume', { seq: given.seq });
    const session = this.#sessions.find(
      ({ id, isForgotten }) => id === given.session_id && !isForgotten,
    );
    if (session === undefined)
      this.#say(connection, { op: GatewayOpcodes.InvalidSession, d: false });
    else if (given.seq > session.told.length) {
      this.#refuse(connection, GatewayCloseCodes.InvalidSeq, 'Invalid `seq`.');
    } else {
      if (session.connection !== null) {
        session.connection.socket.terminate();
        this.#lose(session.connection, false);
      }
      session.connection = connection;
      connection.session = session;
      for (const text of session.told.slice(given.seq)) connection.socket.send(text);
      this.#tell(session, event('RESUMED', 0, {}));
      if (this.closesAtOnceWith !== null) connection.socket.close(this.closesAtOnceWith);
    }
  }

  /**
   * Sends an event to every session with its intent; a disconnected one receives it when it
   * resumes.
   */
  dispatch(told: DiscordEvent): number {
    const wanting = this.#sessions.filter(
      ({ intents }) => told.intent === 0 || (intents & told.intent) !== 0,
    );
    for (const session of wanting) this.#tell(session, told);
    return wanting.length;
  }

  #tell(session: Session, { name, intent, payload, hidden }: DiscordEvent): void {
    const isWanted = intent === 0 || (session.intents & intent) !== 0;
    if (!isWanted) return;
    const mayRead = (session.intents & GatewayIntentBits.MessageContent) !== 0;
    const d = mayRead ? payload : hidden;
    const text = JSON.stringify({
      op: GatewayOpcodes.Dispatch,
      t: name,
      s: session.told.length + 1,
      d,
    });
    session.told.push(text);
    const mishap = this.#faults.next('gateway', `${name} ${text}`);
    const { connection } = session;
    if (connection === null || connection.isFrozen) return;
    if (mishap === 'cut_before') connection.socket.terminate();
    else
      connection.socket.send(text, () => mishap === 'cut_after' && connection.socket.terminate());
  }

  #say({ socket, isFrozen }: Connection, payload: object): void {
    if (!isFrozen) socket.send(JSON.stringify({ d: null, s: null, t: null, ...payload }));
  }

  #refuse({ socket }: Connection, code: number, reason: string): void {
    this.#record.violate(`gateway: ${code} ${reason}`);
    socket.close(code, reason);
  }

  #end(session: Session): void {
    this.#sessions = this.#sessions.filter((each) => each !== session);
  }

  #note(name: string, body: unknown): void {
    this.#record.calls.push({ name, atMs: Date.now(), body, files: [], error: null, mishap: null });
  }

  /**
   * Ends every connection: torn, or closed with a code of Discord's (4000, after which a session
   * can be resumed).
   */
  drop(way: 'reset' | 'close' = 'reset', code: number = GatewayCloseCodes.UnknownError): void {
    for (const connection of this.#connections) {
      const { socket, session } = connection;
      if (way === 'close' && session !== null && FAREWELLS.includes(code))
        session.isForgotten = true;
      if (way === 'close') socket.close(code);
      else {
        socket.terminate();
        this.#lose(connection, false);
      }
    }
  }

  /** Asks every connection to come again, as Discord does now and then. */
  askToLeave(): void {
    for (const connection of this.#connections)
      this.#say(connection, { op: GatewayOpcodes.Reconnect });
  }

  /** Declares every session invalid; those that are not `resumable` are over. */
  invalidate(resumable: boolean): void {
    for (const connection of this.#connections) {
      const { session } = connection;
      if (session !== null && !resumable) this.#end(session);
      if (session !== null) session.connection = null;
      connection.session = null;
      this.#say(connection, { op: GatewayOpcodes.InvalidSession, d: resumable });
    }
  }

  /**
   * The connections stay open and fall silent: nothing is sent or read, so that even a close has no
   * answer.
   */
  freeze(): void {
    for (const connection of this.#connections) {
      connection.isFrozen = true;
      connection.socket.pause();
    }
  }

  /** No session can be resumed any more; those that are connected go on until they are not. */
  forget(): void {
    for (const session of this.#sessions) session.isForgotten = true;
  }

  close(): void {
    for (const { socket } of this.#connections) socket.terminate();
    this.#server.close();
    this.#door.close();
  }
}
