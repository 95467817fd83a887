import postgres from 'postgres';
import { describe, expect, test } from 'vitest';
import { openPostgresStore } from '../../../src/adapters/store/postgres/open.ts';
import { inboxEntryOf } from '../../support/commits.ts';
import { designIdOf } from '../../support/events.ts';
import { ownDatabase, reachablePostgres } from '../../support/postgres.ts';

const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const LATER = 2_000_000_000_000;

const server = await reachablePostgres();
const skipped = server.url === null ? ` (skipped: ${server.reason})` : '';

describe.skipIf(server.url === null)(`a claim on Postgres${skipped}`, () => {
  test('P6: one whose answer was lost is made again, and one that is known is not', async () => {
    const own = await ownDatabase(server.url ?? '');
    const raw = postgres(own.url, { max: 1, onnotice: ignore });
    const { store, fleet } = await openPostgresStore({ url: own.url, log });
    const [known, unknown] = [designIdOf(1), designIdOf(2)];
    for (const designId of [known, unknown]) await store.accept(inboxEntryOf(`start-${designId}`, designId));
    expect(await fleet.claim(known)).toBe(1);
    // As a statement of this very daemon leaves it that is carried out while its connection is lost.
    await raw`update designs set owner = (select owner from designs where id = ${known}), epoch = 1 where id = ${unknown}`;
    expect(await fleet.claimDue(LATER, 10)).toEqual([{ designId: unknown, epoch: 2 }]);
    expect(await fleet.claimDue(LATER, 10)).toEqual([]);
    expect([await fleet.claim(known), await fleet.claim(unknown)]).toEqual([null, null]);
    await fleet.release({ designId: known, epoch: 1 }, 0, 1);
    expect(await fleet.claim(known)).toBe(3);
    await fleet.leave();
    await store.close();
    await raw.end();
    await own.drop();
  });
});
