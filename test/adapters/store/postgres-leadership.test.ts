import { expect, test, vi } from 'vitest';
import { type ChildDaemon, childDaemons, describeOnStores } from './on-postgres.ts';

/**
 * Every wait has this bound; the longest that something really takes is the eight seconds of a
 * frozen daemon.
 */
const BOUND_MS = 60_000;
const soon = { timeout: BOUND_MS, interval: 50 };

describeOnStores('leadership', (own) => {
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

  test('one of the daemons that ask at the same time leads', async () => {
    const role = newRole();
    const all = await Promise.all([daemon(role), daemon(role), daemon(role)]);
    const taken = () => all.reduce((sum, each) => sum + times(each, 'taken'), 0);
    await expect.poll(taken, soon).toBe(1);
    const stores = await Promise.all([1, 2, 3].map(() => own.open()));
    const answers = await Promise.all(stores.map(({ fleet }) => fleet.acquireLeadership(role)));
    expect(answers).toEqual([false, false, false]);
    expect(taken()).toBe(1);
    for (const { store, fleet } of stores) {
      await fleet.resignLeadership(role);
      await fleet.leave();
      await store.close();
    }
    expect(await leaderships(role)).toBe(1);
  });

  test('C18: the leadership of a daemon that was killed goes to another', async () => {
    const role = newRole();
    const first = await leading(role);
    const second = await daemon(role);
    expect(times(second, 'taken')).toBe(0);
    first.child.kill('SIGKILL');
    await says(second, { taken: true });
    expect(await leaderships(role)).toBe(1);
  });

  const leaderships = async (role: string) =>
    (await own.query(`select name from leaderships where name = '${role}'`)).length;
});
