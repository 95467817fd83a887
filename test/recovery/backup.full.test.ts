import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { entriesIn, extract } from '../../src/adapters/files/archive.ts';
import { charrette } from '../entry/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { begun, daemonOn, expectAllWhole } from './backed-up.ts';

const DESIGNS = 4;

describe('a backup', () => {
  test('taken again and again under load never holds half of a commit, and the last one has what was answered', async () => {
    const original = temporaryFolder();
    const folder = temporaryFolder();
    const daemon = await daemonOn(original);
    const ids = await begun(daemon, DESIGNS);
    const ended = Promise.all(ids.map((id) => daemon.untilEnded(id)));
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    const file = join(folder, 'charrette.tar');
    let last = 0;
    for (let count = 0; !isOver || count < 2; count += 1) {
      const { code, stderr } = await charrette(original, ['backup', file, '--replace']);
      expect(code, `${stderr}${daemon.output}`).toBe(0);
      const events = await eventsIn(file);
      expect(events).toBeGreaterThanOrEqual(last);
      last = events;
    }
    await daemon.kill();
    expect(await readdir(folder)).toEqual(['charrette.tar']);
    expect(last).toBeGreaterThan(0);
  });

  test('of what a killed daemon left is as good', async () => {
    const [original, restored] = [temporaryFolder(), temporaryFolder()];
    const daemon = await daemonOn(original);
    const ids = await begun(daemon, 2);
    for (const id of ids) await daemon.events(id).until('a turn', ({ type }) => type === 'turn_started');
    await daemon.kill();
    const file = join(temporaryFolder(), 'charrette.tar');
    expect(await charrette(original, ['backup', file])).toMatchObject({ code: 0 });
    expect(await charrette(restored, ['restore', file])).toMatchObject({ code: 0 });
    const next = await daemonOn(restored);
    await expectAllWhole(next, restored, ids);
    await next.stop();
  });

  test('P3: in the place of something else is refused, and leaves nothing', async () => {
    const original = temporaryFolder();
    const folder = temporaryFolder();
    const daemon = await daemonOn(original);
    await begun(daemon, 1);
    await writeFile(join(folder, 'there'), '');
    const refused = await charrette(original, ['backup', join(folder, 'there')]);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--replace') });
    const foreign = await charrette(original, ['backup', join(folder, 'there'), '--replace']);
    expect(foreign).toMatchObject({ code: 2, stderr: expect.stringContaining('not a backup of Charrette') });
    expect(await charrette(original, ['backup', join(folder, 'file')])).toMatchObject({ code: 0 });
    expect((await readdir(folder)).toSorted()).toEqual(['file', 'there']);
    await daemon.stop();
    expect(existsSync(join(original, 'daemon.json'))).toBe(false);
  });
});

/** The events in a backup; each design has as many as its row says, which are of one commit with the last of them. */
async function eventsIn(file: string): Promise<number> {
  const folder = temporaryFolder();
  await extract(file, await entriesIn(file), folder);
  const store = pathToFileURL(join(folder, 'store.sqlite'));
  const database = new DatabaseSync(`${store.href}?immutable=1`, { readOnly: true });
  try {
    const torn = database.prepare(
      `select id from designs
        where version <> (select count(*) from design_events where design_id = designs.id)
          or version <> coalesce((select max(seq) from design_events where design_id = designs.id), 0)`,
    );
    expect(torn.all()).toEqual([]);
    return Number(database.prepare('select count(*) as count from design_events').get()?.count);
  } finally {
    database.close();
  }
}
