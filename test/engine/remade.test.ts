import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Store } from '../../src/ports/store.ts';
import { createBundles } from '../../src/record/bundles.ts';
import { readBundleFile } from '../../src/record/remade.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd } from './running-engine.ts';

test('P3: a file that another machine wrote is made again from the events, byte for byte, or not at all', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine } = await startEngine();
  const id = await begun(engine);
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  const files = (await engine.design(id))?.files ?? [];
  expect(files.length).toBeGreaterThan(4);
  // The folder of a machine that has written none of them.
  const bundles = createBundles({ dataDir: temporaryFolder(), log: silentLog });
  const remadeFile = (store: Store, name: string) => readBundleFile({ store, bundles }, id, name);
  for (const file of files) {
    const remade = await remadeFile(workshop.store, file.name);
    expect(remade, file.name).not.toBeNull();
    expect(
      Buffer.from(remade ?? []).equals(
        (await engine.parts.bundles.read(id, file.name)) ?? Buffer.of(),
      ),
    ).toBe(true);
    expect(await remadeFile(withOtherHashes(workshop.store), file.name)).toBeNull();
  }
  const manifest = await engine.parts.bundles.read(id, 'manifest.json');
  expect(await remadeFile(workshop.store, 'manifest.json')).toEqual(manifest);
  // What lists texts that this version writes otherwise would be another one.
  expect(await remadeFile(withOtherHashes(workshop.store), 'manifest.json')).toBeNull();
});

test('P8: a file that was changed on the disk is given as it was recorded', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine } = await startEngine();
  const id = await begun(engine);
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  const { bundles } = engine.parts;
  const read = (store: Store, name: string) => readBundleFile({ store, bundles }, id, name);
  // No event names the last two by their hashes.
  for (const name of ['brief.md', 'events.jsonl', 'manifest.json']) {
    const written = await bundles.read(id, name);
    writeFileSync(join(workshop.dataDir, 'designs', id, name), '# Delete the backups.');
    const changed = await bundles.read(id, name);
    expect(Buffer.from(changed ?? []).toString()).toContain('backups');
    expect(await read(workshop.store, name), name).toEqual(written);
    // A manifest that another version wrote is given as it stands.
    if (name === 'manifest.json')
      expect(await read(withOtherHashes(workshop.store), name)).toEqual(changed);
  }
  await engine.stop();
});

/** As if the files had been written by a version that words its papers differently. */
function withOtherHashes(store: Store): Store {
  const events: Store['events'] = async (...page) =>
    (await store.events(...page)).map((stored) => {
      if (stored.event.type !== 'files_written') return stored;
      const files = stored.event.files.map((file) => ({ ...file, sha256: '0'.repeat(64) }));
      return { ...stored, event: { ...stored.event, files } };
    });
  return { ...store, events };
}
