import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { DatabaseRoad } from '../../support/database-road.ts';
import { type ChildDaemon, childDaemons, describeOnStores } from './on-postgres.ts';

/** Every wait has this bound; the longest that something really takes is the eight seconds of a frozen daemon. */
const BOUND_MS = 60_000;
const soon = { timeout: BOUND_MS, interval: 50 };

describeOnStores('leadership in the course of time', (own) => {
  const started = childDaemons('leadership-child.ts');
  let roles = 0;

  /** One that no other test has to do with. */
  function newRole(): string {
    roles += 1;
    return `role ${roles}`;
  }

  const says = ({ said }: ChildDaemon, what: Record<string, true>) =>
    vi.waitFor(() => expect(said).toContainEqual(what), soon);

  /** A daemon that asks for leadership, and its output so far. */
  async function daemon(role: string, url = own.url): Promise<ChildDaemon> {
    const one = started(url, role);
    await says(one, { asking: true });
    return one;
  }

  async function leading(role: string, url = own.url): Promise<ChildDaemon> {
    const one = await daemon(role, url);
    await says(one, { taken: true });
    return one;
  }

  const times = ({ said }: ChildDaemon, what: string) => said.filter((line) => what in line).length;

  test('P6: a frozen daemon loses its leadership to another, is notified, and does not get it back', async () => {
    const role = newRole();
    const first = await leading(role);
    const second = await daemon(role);
    first.child.kill('SIGSTOP');
    await says(second, { taken: true });
    first.child.kill('SIGCONT');
    await says(first, { lost: true });
    await says(first, { evicted: true });
    // A daemon that stops now leaves nothing to the other, which had it before.
    first.child.kill('SIGTERM');
    await once(first.child, 'exit');
    expect([times(first, 'taken'), times(second, 'taken'), times(second, 'lost')]).toEqual([1, 1, 0]);
    expect(await leaderships(role)).toBe(1);
  });

  test('a daemon that cannot reach the store resigns, and acquires leadership again afterwards', async () => {
    const role = newRole();
    const road = await DatabaseRoad.to(own.url);
    const url = new URL(own.url);
    url.host = road.host;
    const cutOff = await leading(role, url.href);
    road.goSilent();
    await says(cutOff, { lost: true });
    await vi.waitFor(() => expect(times(cutOff, 'taken')).toBe(2), soon);
    await road.close();
  });

  const leaderships = async (role: string) =>
    (await own.query(`select name from leaderships where name = '${role}'`)).length;
});
