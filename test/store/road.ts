/** A way to a Postgres server that can be blocked, so that both ends wait, or cut, as by its restart. */

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Road {
  readonly url: string;
  block(): void;
  unblock(): void;
  /** Every connection is lost, and none is taken. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openRoad(url: string): Promise<Road> {
  const to = new URL(url);
  const { hostname, port } = to;
  let isBlocked = false;
  let isCut = false;
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(Number(port || 5432), hostname);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end
        .on('data', (bytes) => {
          if (!isBlocked) other.write(bytes);
        })
        .on('error', () => other.destroy())
        .on('close', () => {
          ends.delete(end);
          other.destroy();
        });
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on a port');
  to.hostname = '127.0.0.1';
  to.port = String(address.port);
  return {
    url: to.href,
    block: () => {
      isBlocked = true;
    },
    unblock: () => {
      isBlocked = false;
    },
    cut: () => {
      isCut = true;
      for (const end of ends) end.destroy();
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
