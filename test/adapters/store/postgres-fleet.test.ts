import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { OwnershipLostError } from '#foundation/fault.ts';
import type { Fleet } from '#ports/fleet.ts';
import type { Store } from '#ports/store.ts';
import { SetBack } from '../../support/databases/set-back.ts';
import { commitOf, inboxEntryOf } from '../../support/designs/commits.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { childDaemons, describeOnStores } from './on-postgres.ts';

/**
 * Every wait has this bound; the longest that something really takes is the eight seconds of a
 * frozen daemon.
 */
const BOUND_MS = 50_000;
/** Everything that is due at all is due by then. */
const LATER = Number.MAX_SAFE_INTEGER;
const soon = { timeout: BOUND_MS, interval: 50 };

describeOnStores('a fleet', (own) => {
  let store: Store;
  let fleet: Fleet;
  let log: ReturnType<typeof keepLog>;
  let ids = 0;
  const received: string[] = [];
  const otherDaemon = childDaemons('fleet-child.ts');

  beforeEach(async () => {
    log = keepLog();
    ({ store, fleet } = await own.open({ log }));
    received.length = 0;
    fleet.listen({
      onChange: (designId) => received.push(`changed ${designId}`),
      onDue: (designId) => received.push(`due ${designId}`),
      onLoss: () => received.push('lost'),
    });
    await expect.poll(() => received, soon).toContain('due null');
  });
  afterEach(async () => {
    await fleet.claimDue(LATER, 1_000);
    await fleet.leave();
    await store.close();
  });

  async function accepted(): Promise<DesignId> {
    ids += 1;
    const designId = designIdOf(ids);
    await store.accept(inboxEntryOf(`start-${designId}`, designId));
    return designId;
  }

  const appended = (said: readonly Record<string, unknown>[]) =>
    Number(said.findLast((line) => 'version' in line)?.version ?? 0);

  test('C18: a killed daemon’s designs are due at once, and its ownership is over', async () => {
    const designIds = [await accepted(), await accepted(), await accepted()];
    const { child, said } = otherDaemon(own.url);
    await expect.poll(() => appended(said), soon).toBeGreaterThan(2);
    expect(said).toContainEqual({ claimed: 3, sure: true });
    expect(await fleet.claimDue(LATER, 10)).toEqual([]);
    expect(await fleet.countOthers()).toBe(1);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const claims: DesignId[] = [];
    await expect
      .poll(async () => {
        for (const { designId } of await fleet.claimDue(LATER, 10)) claims.push(designId);
        return claims.toSorted();
      }, soon)
      .toEqual(designIds);
    expect(received).toContain('due null');
    const [first] = designIds;
    if (first === undefined) throw new Error('three designs were accepted');
    const version = (await store.summary(first))?.version ?? 0;
    expect(version).toBeGreaterThanOrEqual(appended(said));
    await expect(store.commit(commitOf(first, { expectedVersion: version }))).rejects.toThrow(
      OwnershipLostError,
    );
  });

  test('P6: a daemon frozen until another owns its designs can append no more, and joins as a new one', async () => {
    const designId = await accepted();
    const { child, said } = otherDaemon(own.url);
    await expect.poll(() => appended(said), soon).toBeGreaterThan(0);
    child.kill('SIGSTOP');
    let epoch = 0;
    await expect
      .poll(async () => {
        for (const claim of await fleet.claimDue(LATER, 10)) epoch = claim.epoch;
        return epoch;
      }, soon)
      .toBeGreaterThan(1);
    const expectedVersion = (await store.summary(designId))?.version ?? 0;
    await store.commit(commitOf(designId, { expectedVersion, epoch }));

    child.kill('SIGCONT');
    await expect.poll(() => said, soon).toContainEqual({ refused: 'OwnershipLostError' });
    await expect.poll(() => said, soon).toContainEqual({ lost: true, sure: false });
    expect(await store.summary(designId)).toMatchObject({ version: expectedVersion + 1 });
    expect(received).not.toContain('lost');
    await expect.poll(() => daemons(), soon).toBe(2);
  });

  test('P6: of daemons that claim at the same time each owns something else', async () => {
    const designIds: DesignId[] = [];
    for (let n = 0; n < 12; n += 1) designIds.push(await accepted());
    const others = await Promise.all([1, 2, 3].map(() => own.open()));
    const fleets = [fleet, ...others.map((other) => other.fleet)];
    const rounds = Array.from(
      { length: 20 },
      (_, n) => fleets[n % fleets.length]?.claimDue(LATER, 1) ?? [],
    );
    const claimed = (await Promise.all(rounds)).flat().map(({ designId }) => designId);
    expect(new Set(claimed).size).toBe(claimed.length);
    for (const each of fleets)
      for (const { designId } of await each.claimDue(LATER, 20)) claimed.push(designId);
    expect(claimed.toSorted()).toEqual(designIds);
    for (const other of others) {
      await other.fleet.leave();
      await other.store.close();
    }
  });

  test('a daemon that leaves releases its designs, and the others are notified', async () => {
    const designId = await accepted();
    const other = await own.open();
    const epoch = (await other.fleet.claim(designId)) ?? 0;
    received.length = 0;
    await other.fleet.leave();
    await expect.poll(() => received, soon).toContain('due null');
    expect(await other.fleet.claimDue(LATER, 10)).toEqual([]);
    expect(await fleet.claim(designId)).toBeGreaterThan(epoch + 1);
    await other.store.close();
    await expect.poll(daemons, soon).toBe(1);
  });

  test('C22: a store that went back gives no epoch a second time', async () => {
    const designId = await accepted();
    const back = new SetBack(own.url);
    await back.remember();
    const epoch = (await fleet.claim(designId)) ?? 0;
    await back.goBack();
    await fleet.release({ designId, epoch }, null, 1);
    expect(await fleet.claim(designId)).toBeGreaterThan(epoch);
    await expect(store.commit(commitOf(designId, { epoch }))).rejects.toThrow(OwnershipLostError);
  });

  test('C22: a daemon whose number belongs to another after the store went back joins anew', async () => {
    const designId = await accepted();
    const epoch = (await fleet.claim(designId)) ?? 0;
    received.length = 0;
    await own.query("update daemons set started_at = now() - interval '1 day'");
    await expect.poll(() => received, soon).toContain('lost');
    await fleet.release({ designId, epoch }, null, 1);
    expect(await fleet.claim(designId)).toBeGreaterThan(epoch);
    const membership = log.events
      .map(({ event }) => event)
      .filter((event) => /joined|lease/.test(event));
    expect(membership).toEqual(['fleet_joined', 'lease_lost', 'fleet_joined']);
  });

  test('a daemon’s notices reach the others, each once, and not itself', async () => {
    const other = await own.open();
    await other.fleet.claimDue(LATER, 1);
    const [first, second] = [designIdOf(90), designIdOf(91)];
    received.length = 0;
    for (let n = 0; n < 5; n += 1) other.fleet.tell('changed', first);
    fleet.tell('changed', second);
    other.fleet.tell('due', second);
    await expect.poll(() => received, soon).toContain(`due ${second}`);
    expect(received).toEqual([`changed ${first}`, `due ${second}`]);
    await other.fleet.leave();
    await other.store.close();
  });

  test('a store opened only for a look does not join', async () => {
    await expect.poll(daemons, soon).toBe(1);
    const other = await own.open();
    await other.store.list({ limit: 1 });
    expect(await daemons()).toBe(1);
    expect(other.fleet.isSure()).toBe(false);
    await other.store.close();
  });

  test('P6: killed connections are made again, and the daemon keeps its place and its designs', async () => {
    const designId = await accepted();
    const epoch = (await fleet.claim(designId)) ?? 0;
    const [place] = await own.query('select id from daemons');
    received.length = 0;
    await killConnections();
    // It listens again, on another connection.
    await expect.poll(() => received, soon).toContain('due null');
    await expect.poll(() => fleet.isSure(), soon).toBe(true);
    await expect.poll(answers, soon).toBe(true);
    await store.commit(commitOf(designId, { epoch }));
    expect(await own.query('select id from daemons')).toEqual([place]);
    expect(received).not.toContain('lost');
  });

  const answers = () =>
    store.ping().then(
      () => true,
      () => false,
    );
  const daemons = async () => (await own.query('select id from daemons')).length;
  const killConnections = () => own.admin`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = ${own.name} and application_name = 'charrette'`;
});
