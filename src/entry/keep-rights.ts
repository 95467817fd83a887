import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { systemClock } from '../adapters/system/clock.ts';
import { makeWriteFault, writeDurably } from '../foundation/durable.ts';
import type { Log } from '../foundation/log.ts';
import { resolveUnlessGone, throwAsFault } from '../foundation/reading-files.ts';
import { warnRepeatedly } from '../foundation/repeated-line.ts';
import { listAsleep } from '../ports/access-tokens.ts';
import type { OpenedStore } from '../ports/opened-store.ts';
import { parseJsonBytes } from '../record/json-lines.ts';

/**
 * In the data folder, outside the store: a failover or a restore of the store does not take it
 * back.
 */
const FILE = 'rights.json';
const LOOK_AT_DISK = 'Check the disk of the data folder, and who owns it.';
const HEXADECIMAL = /^[0-9a-f]{32,64}$/;
/** The last change of rights of each store, by the store's first one, which its copies share. */
const Known = z.record(z.string().regex(HEXADECIMAL), z.string().regex(HEXADECIMAL));

type Rights = Pick<OpenedStore, 'store' | 'tokens' | 'logins'>;

/**
 * A store whose tokens and logins sleep as soon as it lacks a change of rights that this data
 * folder knows of it. The two are compared before each use, and before and after each change, since
 * a store can go back while it is open. Each call throws `Fault('bad_configuration')` while the
 * file cannot be read; `changes` also throws while it cannot be written.
 */
export function keepRights({ store, tokens, logins }: Rights, dataDir: string, log: Log): Rights {
  const path = join(dataDir, FILE);
  /** What this process knows, whether it could be written or not. */
  const seen = new Map<string, string>();
  let saidAt = 0;
  const sleep: typeof tokens.sleep = async (at, change) => {
    const { store: first, last } = await tokens.changes();
    const slept = await tokens.sleep(at, change);
    // Without a right that was ever given, nothing sleeps.
    if (slept && last !== first) await sayAsleep(at);
    return slept;
  };
  const sayAsleep = async (at: number): Promise<void> => {
    saidAt = at;
    const asleep = await listAsleep(tokens, systemClock.now());
    log.warn('rights_asleep', {
      tokens: asleep.map(({ name }) => name),
      toDo: 'Wake the tokens that were not revoked since: with charrette token wake, or on the page of operations.',
    });
  };
  /** Logs what sleeps at the start, and what another process put to sleep. */
  const sayNewlyAsleep = async (): Promise<void> => {
    const asleep = await listAsleep(tokens, systemClock.now());
    const at = Math.max(0, ...asleep.map(({ asleepSince }) => asleepSince ?? 0));
    if (at > saidAt) await sayAsleep(at);
  };
  /** Returns the fault of writing the file, else `null`. */
  const compare = async (): Promise<unknown> => {
    const kept = await readKnown(path).catch((error: unknown) => {
      warnRepeatedly(log, systemClock, 'rights_not_kept', { error, toDo: LOOK_AT_DISK });
      throw error;
    });
    const {
      store: name,
      last,
      missing,
    } = await tokens.changes([...Object.values(kept), ...seen.values()]);
    const lacked = [kept[name], seen.get(name)].find((change) =>
      missing.some((each) => each === change),
    );
    if (lacked !== undefined) {
      await sleep(systemClock.now(), lacked);
      return compare();
    }
    if (seen.get(name) !== last) await sayNewlyAsleep();
    seen.set(name, last);
    if ((kept[name] ?? name) === last) return null;
    const content = Buffer.from(JSON.stringify({ ...kept, [name]: last }));
    return writeDurably(path, content, 0o600, true).then(
      () => null,
      (error: unknown) => error,
    );
  };
  const look = async (): Promise<void> => {
    const error = await compare();
    if (error !== null)
      warnRepeatedly(log, systemClock, 'rights_not_kept', { error, toDo: LOOK_AT_DISK });
  };
  const behind =
    <Given extends unknown[], Result>(use: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      await look();
      return use(...given);
    };
  const around =
    <Given extends unknown[], Result>(change: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      const result = await behind(change)(...given);
      await look();
      return result;
    };
  return {
    store: { ...store, forget: around(store.forget) },
    tokens: {
      ...tokens,
      add: around(tokens.add),
      revoke: around(tokens.revoke),
      wake: around(tokens.wake),
      sleep,
      byHash: behind(tokens.byHash),
      async changes(known) {
        const error = await compare();
        if (error !== null) throw error;
        return tokens.changes(known);
      },
    },
    logins: {
      ...logins,
      add: around(logins.add),
      revoke: around(logins.revoke),
      byHash: behind(logins.byHash),
    },
  };
}

/** Throws a `Fault` if the file cannot be read or replaced. Changes nothing. */
export async function assertRightsKept(dataDir: string): Promise<void> {
  const path = join(dataDir, FILE);
  await readKnown(path);
  await resolveUnlessGone(access(dataDir, constants.W_OK), null).catch((error: unknown) => {
    throw makeWriteFault(path, error);
  });
}

function readKnown(path: string): Promise<z.infer<typeof Known>> {
  const read = async () => {
    const text = await resolveUnlessGone(readFile(path, 'utf8'), null);
    if (text === null) return {};
    const { data = {} } = Known.safeParse(parseJsonBytes(text));
    if (Object.keys(data).length === 0) throw new Error('it is not as Charrette writes it');
    return data;
  };
  const words = `${path} cannot be read, which says if the store went back. Mend it, or remove it if the store did not go back`;
  return throwAsFault('bad_configuration', words, read());
}
