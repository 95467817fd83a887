import { v7 } from 'uuid';
import { InProcess, PACE } from '../entry/in-process.ts';
import { fastClock } from '../entry/pace.ts';
import { createEndpointChat, giveDesignsThreads } from '../support/chat-adapter.ts';
import type { DaemonOptions } from '../support/daemon-process.ts';
import { KillPoint } from '../support/kill-point.ts';

/** One for all daemons of this process, since what one of them leaves for later another may go on with. */
export const CLOCK = fastClock(PACE);
const never = new Promise<never>(() => undefined);
const started = new Set<InProcess>();

giveDesignsThreads();

/** The same daemon as `daemon-process.ts` starts, in this process. */
export async function startHere(
  options: DaemonOptions,
  killed: () => void = () => undefined,
  clock = CLOCK,
): Promise<InProcess> {
  const { dataDir, databaseUrl, chatUrl, killPoint, environment } = options;
  const settings = { ...environment, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) };
  const daemon = await InProcess.start(dataDir, settings, clock, {
    around: (parts, end) => {
      const strike = () => {
        void end().then(killed);
        return never;
      };
      const point = killPoint === undefined ? null : new KillPoint(killPoint, dataDir, strike);
      const around = <Port extends object>(name: string, port: Port) => point?.around(name, port) ?? port;
      return {
        ...parts,
        // Ids have their time from the same clock as events.
        identifiers: { ...parts.identifiers, uuid: () => v7({ msecs: clock.now() }) },
        chats: chatUrl === undefined ? [] : [around('chat', createEndpointChat(chatUrl))],
        store: around('store', parts.store),
        removals: around('removals', parts.removals),
        fleet: around('fleet', parts.fleet),
        bundles: around('bundles', parts.bundles),
        sessions: around('sessions', parts.sessions),
      };
    },
  });
  started.add(daemon);
  return daemon;
}

/** Resolves when every daemon that was started here is gone. */
export async function killEveryoneHere(): Promise<void> {
  await Promise.all([...started].map((daemon) => daemon.kill()));
}
