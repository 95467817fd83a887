import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { charrette } from '../entry/cli.ts';
import { type Daemon, FEW_PERSONAS } from '../entry/daemon.ts';
import { killEveryDaemon, startDaemon } from '../support/daemon-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectVerified } from './expected.ts';

const DESIGNS = 4;
/** Long enough for a backup to meet designs in the middle of their turns. */
const ENVIRONMENT = {
  ...FEW_PERSONAS,
  CHARRETTE_REHEARSAL_LATENCY_MS: '150',
  CHARRETTE_ANSWER_SECONDS: '1',
  CHARRETTE_GATE_SECONDS: '1',
};

afterEach(async () => {
  await killEveryDaemon();
});

const daemonOn = (dataDir: string) => startDaemon({ dataDir, environment: ENVIRONMENT });

async function begun(daemon: Daemon, count: number): Promise<string[]> {
  const started = await Promise.all(
    Array.from({ length: count }, (_, index) => daemon.startDesign({ topic: `Should queue ${index} move?` })),
  );
  return started.map(({ id }) => id);
}

/** Ends, by what their events say, of all designs of a store, and that their chains hold. */
async function expectAllWhole(daemon: Daemon, dataDir: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await daemon.untilEnded(id);
    const { events } = await daemon.get<{ events: { type: string }[] }>(`/designs/${id}/events`);
    expect(events.filter(({ type }) => type === 'design_ended')).toHaveLength(1);
    // The files of one that had ended by then are where it ended, and are made again from its events.
    if (!existsSync(join(dataDir, 'designs', id, 'manifest.json'))) await fetchFiles(daemon, dataDir, id);
    await expectVerified(dataDir, id);
  }
}

/** Puts the files of a design, as the daemon gives them, into its folder. */
async function fetchFiles(daemon: Daemon, dataDir: string, id: string): Promise<void> {
  const { artifacts } = await daemon.get<{ artifacts: { name: string }[] }>(`/designs/${id}/artifacts`);
  for (const { name } of artifacts) {
    const path = join(dataDir, 'designs', id, name);
    await mkdir(dirname(path), { recursive: true });
    const response = await daemon.request(`/api/v1/designs/${id}/artifacts/${name}`);
    await writeFile(path, Buffer.from(await response.arrayBuffer()));
  }
}

describe('a backup', () => {
  test('taken while designs run is one moment of them, and they go on to their end in another folder', async () => {
    const [original, restored] = [temporaryFolder(), temporaryFolder()];
    const file = join(temporaryFolder(), 'charrette.sqlite');
    const daemon = await daemonOn(original);
    const ids = await begun(daemon, DESIGNS);
    for (const id of ids)
      await daemon.events(id).until('a proposal', ({ type }) => type === 'proposal_sealed');
    const made = await charrette(original, ['backup', file]);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining(`${DESIGNS} designs backed up`) });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // The original goes on as if nothing had been.
    await Promise.all(ids.map((id) => daemon.untilEnded(id)));
    await daemon.kill();

    expect(await charrette(restored, ['restore', file])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/4 designs restored .*goes on with [1-4] design/s),
    });
    const next = await daemonOn(restored);
    await expectAllWhole(next, restored, ids);
    await next.stop();
  });

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
    const file = join(folder, 'charrette.sqlite');
    let last = 0;
    for (let count = 0; !isOver || count < 2; count += 1) {
      const { code, stderr } = await charrette(original, ['backup', file, '--replace']);
      expect(code, `${stderr}${daemon.output}`).toBe(0);
      const events = eventsIn(file);
      expect(events).toBeGreaterThanOrEqual(last);
      last = events;
    }
    await daemon.kill();
    expect(await readdir(folder)).toEqual(['charrette.sqlite']);
    expect(last).toBeGreaterThan(0);
  });

  test('of what a killed daemon left is as good', async () => {
    const [original, restored] = [temporaryFolder(), temporaryFolder()];
    const daemon = await daemonOn(original);
    const ids = await begun(daemon, 2);
    for (const id of ids) await daemon.events(id).until('a turn', ({ type }) => type === 'turn_started');
    await daemon.kill();
    const file = join(temporaryFolder(), 'charrette.sqlite');
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
function eventsIn(file: string): number {
  const database = new DatabaseSync(`${pathToFileURL(file).href}?immutable=1`, { readOnly: true });
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
