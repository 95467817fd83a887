import { randomUUIDv7 } from 'node:crypto';
import type { Clock } from '../../src/foundation/clock.ts';
import { InProcess } from '../entry/in-process.ts';
import type { DaemonOptions } from '../support/processes/daemon-process.ts';
import { KillPoint } from '../support/processes/kill-point.ts';
import { createEndpointChat, givingThreads } from '../support/services/chat-adapter.ts';

const never = new Promise<never>(() => undefined);

/**
 * The same daemon as `daemon-process.ts` starts, in this process and with this clock: daemons of
 * one store share one, since what one of them leaves for later another may go on with. `killed` is
 * called once it is gone by its kill point.
 */
export function startHere(
  options: DaemonOptions,
  clock: Clock,
  killed: () => void,
): Promise<InProcess> {
  const { dataDir, databaseUrl, chatUrl, killPoint, environment } = options;
  const settings = {
    ...environment,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
  return InProcess.start(dataDir, settings, clock, {
    around: (parts, end) => {
      const strike = () => {
        void end().then(killed);
        return never;
      };
      const point = killPoint === undefined ? null : new KillPoint(killPoint, dataDir, strike);
      const around = <Port extends object>(name: string, port: Port) =>
        point?.around(name, port) ?? port;
      return {
        ...parts,
        // Ids have their time from the same clock as events.
        identifiers: { ...parts.identifiers, uuid: () => uuidAt(clock.now()) },
        chats: chatUrl === undefined ? [] : [around('chat', createEndpointChat(chatUrl))],
        store: around('store', chatUrl === undefined ? parts.store : givingThreads(parts.store)),
        fleet: around('fleet', parts.fleet),
        bundles: around('bundles', parts.bundles),
        sessions: around('sessions', parts.sessions),
      };
    },
  });
}

function uuidAt(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}${randomUUIDv7().slice(13)}`;
}
