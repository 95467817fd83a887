import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * Sends these lines as they are and returns everything that comes back. The server closes: what it
 * has not answered when this side closes first, it does not answer any more.
 */
export async function rawRequest(port: number, lines: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${lines}connection: close\r\n\r\n`);
  return text(socket);
}
