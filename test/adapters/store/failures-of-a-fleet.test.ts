import { expect, test } from 'vitest';
import { keepFailure } from '#engine/effects/failures.ts';
import { createBundles } from '#record/bundles.ts';
import { inboxEntryOf } from '../../support/designs/commits.ts';
import { designIdOf, STARTED_AT } from '../../support/designs/events.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { describeOnStores } from './on-postgres.ts';

const designId = designIdOf(1);
const failure = (text: string) => ({ name: 'ada-12345678.log', at: STARTED_AT, text });

describeOnStores('failures of sessions in a fleet', (own) => {
  test('D1, D3: failures are read at every daemon, and those of two under one name are both kept', async () => {
    const log = keepLog();
    const machines = await Promise.all(
      [1, 2].map(async () => {
        const { store } = await own.open();
        return { store, log, bundles: createBundles({ dataDir: temporaryFolder(), log }) };
      }),
    );
    const [one, two] = machines;
    if (one === undefined || two === undefined) throw new Error('not two daemons');
    await one.store.accept(inboxEntryOf('first', designId));
    const names = [
      await keepFailure(one, designId, failure('the first crash')),
      await keepFailure(two, designId, failure('the crash of its replacement')),
    ];
    expect(names).toEqual(['failures/ada-12345678.log', 'failures/ada-12345678-2.log']);
    for (const machine of machines) {
      const textOf = async (name: string) => (await machine.store.failure(designId, name))?.text;
      expect(await textOf('ada-12345678.log')).toBe('the first crash');
      expect(await textOf('ada-12345678-2.log')).toContain('replacement');
      expect(await textOf('ada-00000000.log')).toBeUndefined();
    }
    await Promise.all(machines.map(({ store }) => store.close()));
  });

  test('D4: stay on the disk of their machine where the store is away, and the log says so', async () => {
    const log = keepLog();
    const { store } = await own.open({ callMs: 500 });
    await store.close();
    const machine = { store, log, bundles: createBundles({ dataDir: temporaryFolder(), log }) };
    expect(await keepFailure(machine, designId, failure('a crash'))).toBe(
      'failures/ada-12345678.log',
    );
    expect(
      Buffer.from(
        (await machine.bundles.read(designId, 'failures/ada-12345678.log')) ?? [],
      ).toString(),
    ).toBe('a crash');
    expect(log.events.map(({ event }) => event)).toContain('diagnostics_not_stored');
  });
});
