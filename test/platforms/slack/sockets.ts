import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Faults } from '../faults.ts';
import type { Carrier, Envelope, Outcome } from './deliveries.ts';
import { SlackRefusal } from './refusal.ts';
import type { SlackRecord } from './web-api.ts';
import type { Workspace } from './workspace.ts';

const MAX_SOCKETS = 10;
const PING_MS = 5_000;
const LOST = { result: 'lost', answer: null } as const;

const acknowledgement = z.strictObject({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).optional(),
});

interface Connection {
  readonly socket: WebSocket;
  /** What was sent and is not yet settled, the oldest first. */
  readonly waiting: {
    envelope: Envelope;
    isAckLost: boolean;
    settle: (outcome: Outcome) => void;
  }[];
  /** Told to leave, so nothing more is sent to it. */
  isLeaving: boolean;
  isFrozen: boolean;
}

/** Socket Mode: the connections of an app, each envelope to one of them in turn. */
export class Sockets implements Carrier {
  readonly #workspace: Workspace;
  readonly #record: SlackRecord;
  readonly #faults: Faults;
  readonly #ackMs: number;
  readonly #server = new WebSocketServer({ noServer: true, autoPong: false });
  readonly #tickets = new Set<string>();
  /**
   * Envelopes whose connection ended first; an acknowledgement over another one is too late, and no
   * wrong.
   */
  readonly #lost = new Set<string>();
  #connections: Connection[] = [];
  #turn = 0;
  /** Connections that there ever were. */
  opened = 0;
  /** Connections of somebody else, who has the same app. */
  others = 0;
  /** Why each new connection is told to leave at once; null: it may stay. */
  turnsAway: 'too_many_websockets' | 'link_disabled' | null = null;
  /** Pings of the app that were answered. */
  pongs = 0;

  constructor(workspace: Workspace, record: SlackRecord, faults: Faults, ackMs: number) {
    this.#workspace = workspace;
    this.#record = record;
    this.#faults = faults;
    this.#ackMs = ackMs;
  }

  /** Connections that take envelopes and have not fallen silent. */
  get count(): number {
    return this.#connections.filter((each) => !each.isLeaving && !each.isFrozen).length;
  }

  /** A URL for one connection. Its ticket is good once. */
  url(): string {
    if (this.#connections.length >= MAX_SOCKETS) throw new SlackRefusal('too_many_websockets');
    const ticket = this.#workspace.next('ticket-');
    this.#tickets.add(ticket);
    return `${this.#workspace.origin.replace('http', 'ws')}/link/?ticket=${ticket}`;
  }

  listen(server: Server): void {
    server.on('upgrade', (incoming, stream, head) => {
      const { searchParams } = new URL(incoming.url ?? '', 'http://localhost');
      if (!this.#tickets.delete(searchParams.get('ticket') ?? '')) stream.destroy();
      else this.#server.handleUpgrade(incoming, stream, head, (socket) => this.#welcome(socket));
    });
  }

  #welcome(socket: WebSocket): void {
    const connection: Connection = { socket, waiting: [], isLeaving: false, isFrozen: false };
    this.#connections.push(connection);
    this.opened += 1;
    const pinging = setInterval(() => connection.isFrozen || socket.ping(), PING_MS);
    socket.on('ping', (payload) => {
      if (connection.isFrozen) return;
      this.pongs += 1;
      socket.pong(payload);
    });
    socket.on('message', (data) => {
      try {
        this.#acknowledge(connection, String(data));
      } catch (error) {
        this.#record.violate(`socket: not an acknowledgement: ${String(data)}: ${String(error)}`);
      }
    });
    socket.on('error', (error) => {
      const isMalformed = 'code' in error && String(error.code).startsWith('WS_ERR');
      if (isMalformed) this.#record.violate(`socket: ${error.message}`);
    });
    socket.on('close', () => {
      clearInterval(pinging);
      this.#connections = this.#connections.filter((each) => each !== connection);
      for (const { envelope, settle } of connection.waiting) {
        this.#lost.add(envelope.id);
        settle(LOST);
      }
    });
    const info = { app_id: this.#workspace.bot.app };
    const hello = {
      type: 'hello',
      num_connections: this.#connections.length + this.others,
      connection_info: info,
    };
    socket.send(
      JSON.stringify({
        ...hello,
        debug_info: { host: 'local', approximate_connection_time: 3_600 },
      }),
    );
    if (this.turnsAway === null) return;
    connection.isLeaving = true;
    const { turnsAway: reason } = this;
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local' } }));
    socket.close();
  }

  carry(envelope: Envelope): Promise<Outcome> {
    const ready = this.#connections.filter((each) => !each.isLeaving);
    this.#turn += 1;
    const connection = ready[this.#turn % ready.length];
    if (connection === undefined) {
      return Promise.resolve({ result: 'unreachable', answer: null });
    }
    return new Promise((resolve) => {
      const settle = (outcome: Outcome): void => {
        clearTimeout(deadline);
        resolve(outcome);
      };
      const late = { result: 'late', answer: null } as const;
      const deadline = setTimeout(() => settle(late), this.#ackMs);
      const mishap = this.#faults.next('socket', envelope.id);
      connection.waiting.push({ envelope, isAckLost: mishap === 'cut_after', settle });
      if (connection.isFrozen) return;
      if (mishap === 'cut_before') connection.socket.terminate();
      else connection.socket.send(JSON.stringify(wire(envelope)));
    });
  }

  #acknowledge(connection: Connection, text: string): void {
    const { envelope_id: id, payload = {} } = acknowledgement.parse(JSON.parse(text));
    const place = connection.waiting.findIndex(({ envelope }) => envelope.id === id);
    const [waiting] = place < 0 ? [] : connection.waiting.splice(place, 1);
    const hasAnswer = Object.keys(payload).length > 0;
    if (waiting === undefined) {
      if (this.#lost.has(id)) return;
      this.#record.violate(`socket: nothing waits for this acknowledgement: ${text}`);
    } else if (hasAnswer && !waiting.envelope.acceptsAnswer) {
      this.#record.violate(`socket: ${waiting.envelope.what} takes no answer: ${text}`);
    }
    if (waiting?.isAckLost) connection.socket.terminate();
    const taken = { result: 'acknowledged', answer: hasAnswer ? payload : null } as const;
    waiting?.settle(waiting.isAckLost ? LOST : taken);
  }

  /** Ends every connection: torn, or closed in form. */
  drop(way: 'reset' | 'close' = 'reset'): void {
    for (const { socket } of this.#connections) {
      if (way === 'reset') socket.terminate();
      else socket.close(1_001);
    }
  }

  /** Asks every connection to leave, as Slack does before it refreshes its own. */
  askToLeave(reason: 'warning' | 'refresh_requested' = 'refresh_requested'): void {
    for (const connection of this.#connections) {
      connection.isLeaving = true;
      connection.socket.send(
        JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local' } }),
      );
    }
  }

  /** The connections stay open and fall silent: no envelopes, no pings, and none answered. */
  freeze(): void {
    for (const connection of this.#connections) connection.isFrozen = true;
  }

  close(): void {
    this.drop();
    this.#server.close();
  }
}

function wire(envelope: Envelope): object {
  return {
    envelope_id: envelope.id,
    type: envelope.kind,
    accepts_response_payload: envelope.acceptsAnswer,
    payload: envelope.payload,
    ...(envelope.kind === 'events_api' && {
      retry_attempt: envelope.attempt,
      retry_reason: envelope.reason ?? '',
    }),
  };
}
