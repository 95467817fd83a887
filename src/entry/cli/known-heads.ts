import * as z from 'zod';
import { isAfterwards } from '../../core/afterwards/standing.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { LaterEvent } from '../../runtime/bundle/compared-check.ts';
import { Fault } from '../../runtime/fault.ts';
import { type PublicKey, publicKeyIn } from '../../runtime/signing.ts';
import { type Api, read } from './api.ts';
import { cliContext } from './cli-context.ts';
import { withApi } from './designs.ts';

const Logged = z.object({ heads: z.array(z.object({ head: z.string() })) });
const Key = z.object({ key: z.object({ id: z.string(), publicKey: z.string() }).nullable() });

/** What the store of this data folder, or its daemon, has on record. */
export interface OnRecord {
  readonly heads: readonly string[];
  /** Its events after those of its bundle; `null` where it is not known. */
  readonly later: readonly LaterEvent[] | null;
  readonly keys: readonly PublicKey[];
  /** Why it could not be asked, in words for people; `null` where it could. */
  readonly why: string | null;
}

/**
 * Reads the heads of a design where they are on record: in the log of heads, and in its own events, with what follows. Makes no store. What cannot be
 * asked is said, and is no error: a bundle is checked anywhere.
 */
export async function onRecord(id: DesignId | null): Promise<OnRecord> {
  try {
    return await withApi(cliContext(), async (api) => {
      const keys = await keysOf(api);
      if (id === null) return { heads: [], later: null, keys, why: null };
      const { heads, later } = await written(api, id);
      return { heads: [...(await logged(api, id)), ...heads], later, keys, why: null };
    });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { heads: [], later: null, keys: [], why: error.message };
  }
}

async function logged(api: Api, id: DesignId): Promise<string[]> {
  return (await read(api, `/heads?design=${id}`, Logged)).heads.map(({ head }) => head);
}

async function keysOf(api: Api): Promise<PublicKey[]> {
  const { key } = await read(api, '/key', Key);
  return key === null ? [] : [publicKeyIn(key.publicKey, 'The store')];
}

/** Returns the hash of the last event that names files, from the stored events themselves, and the events after it. */
async function written(api: Api, id: DesignId): Promise<Pick<OnRecord, 'heads' | 'later'>> {
  const { StoredPage } = await import('./stored-event.ts');
  const none = { heads: [], later: null };
  let found: { readonly heads: readonly string[]; readonly later: LaterEvent[] } | null = null;
  for (let since = 0; ; ) {
    const answer = await api.call('GET', `/${id}/course?since=${since}`);
    // One that is set aside has no events to read; the log of heads has its end all the same.
    if (answer.status >= 400) return none;
    const { events } = StoredPage.parse(answer.body);
    for (const { event, hash } of events) {
      if (event.type === 'files_written') found = { heads: [hash], later: [] };
      else found?.later.push({ hash, isAfterwards: isAfterwards(event) });
    }
    const last = events.at(-1)?.seq;
    if (last === undefined) return found ?? none;
    since = last;
  }
}
