import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { systemClock } from '../adapters/system/clock.ts';
import { writeDurably } from '../foundation/durable.ts';
import type { Log } from '../foundation/log.ts';
import { resolveUnlessGone, throwAsFault } from '../foundation/reading-files.ts';
import { warnRepeatedly } from '../foundation/repeated-line.ts';
import { listAsleep } from '../ports/access-tokens.ts';
import type { OpenedStore } from '../ports/opened-store.ts';

/** In the data folder, outside the store: a failover or a restore of the store does not take it back. */
const FILE = 'rights.json';
/** Far more changes than there can be. */
const MAX_CHANGES = 2 ** 40;
const Known = z.object({ changes: z.number().int().min(0).max(MAX_CHANGES) });

type Rights = Pick<OpenedStore, 'tokens' | 'logins'>;

/**
 * Tokens and logins that sleep as soon as the store counts fewer changes of rights than this data folder knows. The two are compared
 * before each use, and before and after each change, since a store can go back while it is open. Each call throws
 * `Fault('bad_configuration')` while the file cannot be read.
 */
export function keepRights({ tokens, logins }: Rights, dataDir: string, log: Log): Rights {
  const path = join(dataDir, FILE);
  let known = 0;
  const compare = async (): Promise<void> => {
    const kept = await readKnown(path);
    const changes = await tokens.changes();
    known = Math.max(known, kept, changes);
    if (changes < known && (await tokens.sleep(systemClock.now(), known))) {
      await sayAsleep(tokens, log);
      return compare();
    }
    if (known === kept) return;
    const content = Buffer.from(JSON.stringify({ changes: known }));
    // This process knows it anyway.
    await writeDurably(path, content, 0o600, true).catch((error: unknown) =>
      warnRepeatedly(log, systemClock, 'rights_not_kept', { error }),
    );
  };
  const behind =
    <Given extends unknown[], Result>(use: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      await compare();
      return use(...given);
    };
  const around =
    <Given extends unknown[], Result>(change: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      const result = await behind(change)(...given);
      await compare();
      return result;
    };
  return {
    tokens: {
      ...tokens,
      add: around(tokens.add),
      revoke: around(tokens.revoke),
      wake: around(tokens.wake),
      byHash: behind(tokens.byHash),
      changes: behind(tokens.changes),
    },
    logins: {
      ...logins,
      add: around(logins.add),
      revoke: around(logins.revoke),
      byHash: behind(logins.byHash),
    },
  };
}

/** Logs the tokens that sleep. */
export async function sayAsleep(tokens: OpenedStore['tokens'], log: Log): Promise<void> {
  log.warn('rights_asleep', { tokens: (await listAsleep(tokens)).map(({ name }) => name) });
}

function readKnown(path: string): Promise<number> {
  const read = async () => {
    const text = await resolveUnlessGone(readFile(path, 'utf8'), '{"changes":0}');
    return Known.parse(JSON.parse(text)).changes;
  };
  const words = `${path} cannot be read, which says if the store went back. Mend it, or remove it if the store did not go back`;
  return throwAsFault('bad_configuration', words, read());
}
