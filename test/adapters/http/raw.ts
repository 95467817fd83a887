import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends these lines as they are and closes; returns everything that comes back. */
export async function rawRequest(port: number, lines: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.end(`${lines}connection: close\r\n\r\n`);
  return text(socket);
}
