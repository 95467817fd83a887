import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayOpcodes } from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';

const HELLO = { op: GatewayOpcodes.Hello, d: { heartbeat_interval: 41_250 }, s: null, t: null };
const LIMIT = { total: 1_000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 };
/** The Message Content Intent, as applications in few servers have it. */
const FLAGS = 1 << 19;
const APPLICATION = '123456789012345678';

/** Enough of a Discord for one that takes its time: it greets, and begins a session only when it is told to. */
export async function startSlowGateway() {
  const sockets = new WebSocketServer({ noServer: true });
  /** Sessions that were asked for and wait for their answer. */
  const asking = new Set<WebSocket>();
  const state = { asked: 0, attempts: 0, isAway: false, answers: false, closes: [] as number[] };
  const origin = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answerTo = (path: string): object => {
    if (path.endsWith('/gateway/bot'))
      return { url: `ws://${origin()}`, shards: 1, session_start_limit: LIMIT };
    const bot = { id: APPLICATION, username: 'Charrette' };
    return path.endsWith('/applications/@me') ? { id: APPLICATION, flags: FLAGS, bot } : [];
  };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answerTo(request.url ?? '')));
  });
  const ready = (socket: WebSocket): void => {
    asking.delete(socket);
    const user = { id: APPLICATION, username: 'Charrette', discriminator: '0', avatar: null };
    const d = {
      v: 10,
      user,
      guilds: [],
      session_id: 'slow',
      resume_gateway_url: `ws://${origin()}`,
      application: { id: APPLICATION, flags: FLAGS },
    };
    socket.send(JSON.stringify({ op: GatewayOpcodes.Dispatch, t: 'READY', s: 1, d }));
  };
  server.on('upgrade', (request, stream, head) => {
    state.attempts += 1;
    if (state.isAway) stream.destroy();
    else
      sockets.handleUpgrade(request, stream, head, (socket) => {
        socket.on('message', (data) => {
          if (JSON.parse(String(data)).op !== GatewayOpcodes.Identify) return;
          state.asked += 1;
          asking.add(socket);
          if (state.answers) ready(socket);
        });
        socket.on('close', (code) => {
          asking.delete(socket);
          state.closes.push(code);
        });
        socket.send(JSON.stringify(HELLO));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://${origin()}/api`,
    token: 'local.discord.token',
    applicationId: APPLICATION,
    state,
    get open() {
      return sockets.clients.size;
    },
    /** From now on sessions begin, those as well that wait for it. */
    answer(): void {
      state.answers = true;
      for (const socket of asking) ready(socket);
    },
    drop(): void {
      for (const socket of sockets.clients) socket.terminate();
    },
    async close(): Promise<void> {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
