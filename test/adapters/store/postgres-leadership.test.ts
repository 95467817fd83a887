import { once } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import { DatabaseRoad } from '../../support/database-road.ts';
import { type ChildDaemon, childDaemons, describeOnPostgres } from './on-postgres.ts';

/** Every wait has this bound; the longest that something really takes is the eight seconds of a frozen daemon. */
const BOUND_MS = 60_000;
const soon = { timeout: BOUND_MS, interval: 50 };
const SEAT = 'discord';

describeOnPostgres('a seat', { timeout: 2 * BOUND_MS }, (own) => {
  const started = childDaemons('leadership-child.ts');

  beforeAll(async () => {
    const { store } = await own.open();
    await store.close();
  }, BOUND_MS);

  /** A daemon that asks for leadership, and its output so far. */
  async function daemon(url = own.url): Promise<ChildDaemon> {
    const one = started(url, SEAT);
    await expect.poll(() => one.said, soon).toContainEqual({ asking: true });
    return one;
  }

  async function leading(url = own.url): Promise<ChildDaemon> {
    const one = await daemon(url);
    await expect.poll(() => one.said, soon).toContainEqual({ taken: true });
    return one;
  }

  const times = ({ said }: ChildDaemon, what: string) => said.filter((line) => what in line).length;

  test('of daemons that ask at the same time one has it', async () => {
    const all = await Promise.all([daemon(), daemon(), daemon()]);
    const taken = () => all.reduce((sum, each) => sum + times(each, 'taken'), 0);
    await expect.poll(taken, soon).toBe(1);
    const stores = await Promise.all([1, 2, 3].map(() => own.open()));
    const answers = await Promise.all(stores.map(({ fleet }) => fleet.acquireLeadership(SEAT)));
    expect(answers).toEqual([false, false, false]);
    expect(taken()).toBe(1);
    for (const { store, fleet } of stores) {
      await fleet.resignLeadership(SEAT);
      await fleet.leave();
      await store.close();
    }
    expect(await leaderships()).toBe(1);
  });

  test('C18: the leadership of a daemon that was killed goes to another', async () => {
    const first = await leading();
    const second = await daemon();
    expect(times(second, 'taken')).toBe(0);
    first.child.kill('SIGKILL');
    await expect.poll(() => second.said, soon).toContainEqual({ taken: true });
    expect(await leaderships()).toBe(1);
  });

  test('P6: a frozen daemon loses its leadership to another, is notified, and does not get it back', async () => {
    const first = await leading();
    const second = await daemon();
    first.child.kill('SIGSTOP');
    await expect.poll(() => second.said, soon).toContainEqual({ taken: true });
    first.child.kill('SIGCONT');
    await expect.poll(() => first.said, soon).toContainEqual({ lost: true });
    await expect.poll(() => first.said, soon).toContainEqual({ evicted: true });
    // A daemon that stops now leaves nothing to the other, which had it before.
    first.child.kill('SIGTERM');
    await once(first.child, 'exit');
    expect([times(first, 'taken'), times(second, 'taken'), times(second, 'lost')]).toEqual([1, 1, 0]);
    expect(await leaderships()).toBe(1);
  });

  test('a daemon that stops resigns, and another leads', async () => {
    const first = await leading();
    const second = await daemon();
    first.child.kill('SIGTERM');
    await once(first.child, 'exit');
    expect(first.said.at(-1)).toEqual({ lost: true });
    await expect.poll(() => second.said, soon).toContainEqual({ taken: true });
  });

  test('a daemon that cannot reach the store resigns, and acquires leadership again afterwards', async () => {
    const road = await DatabaseRoad.to(own.url);
    const url = new URL(own.url);
    url.host = road.host;
    const cutOff = await leading(url.href);
    road.goSilent();
    await expect.poll(() => cutOff.said, soon).toContainEqual({ lost: true });
    await expect.poll(() => times(cutOff, 'taken'), soon).toBe(2);
    await road.close();
  });

  const leaderships = async () => (await own.query('select name from leaderships')).length;
});
