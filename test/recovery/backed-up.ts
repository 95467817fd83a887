import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type Daemon, FEW_PERSONAS } from '../entry/daemon.ts';
import { startDaemon } from '../support/processes/daemon-process.ts';
import { expectVerified } from './expected.ts';

/** In the log of a daemon at its first start from a backup. */
export const FROM_BACKUP = '"msg":"started_from_backup"';

/** Long enough for a backup to meet designs in the middle of their turns. */
export const ENVIRONMENT = {
  ...FEW_PERSONAS,
  CHARRETTE_REHEARSAL_LATENCY_MS: '150',
  CHARRETTE_ANSWER_SECONDS: '1',
  CHARRETTE_GATE_SECONDS: '1',
};

/** A daemon on this folder whose designs end by themselves; gone with the test. */
export async function daemonOn(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<Daemon> {
  const daemon = await startDaemon({ dataDir, environment: { ...ENVIRONMENT, ...environment } });
  onTestFinished(() => daemon.kill());
  return daemon;
}

export async function begun(daemon: Daemon, count: number): Promise<string[]> {
  const started = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      daemon.startDesign({ topic: `Should queue ${index} move?` }),
    ),
  );
  return started.map(({ id }) => id);
}

/** Ends, by what their events say, of all designs of a store, and that their chains hold. */
export async function expectAllWhole(
  daemon: Daemon,
  dataDir: string,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) {
    await daemon.untilEnded(id);
    const { events } = await daemon.get<{ events: { type: string }[] }>(`/designs/${id}/events`);
    expect(events.filter(({ type }) => type === 'design_ended')).toHaveLength(1);
    // The files of one that had ended by then are where it ended, and are made again from its
    // events.
    if (!existsSync(join(dataDir, 'designs', id, 'manifest.json')))
      await fetchFiles(daemon, dataDir, id);
    await expectVerified(dataDir, id);
  }
}

/** Puts the files of a design, as the daemon gives them, into its folder. */
async function fetchFiles(daemon: Daemon, dataDir: string, id: string): Promise<void> {
  const { artifacts } = await daemon.get<{ artifacts: { name: string }[] }>(
    `/designs/${id}/artifacts`,
  );
  for (const { name } of artifacts) {
    const path = join(dataDir, 'designs', id, name);
    await mkdir(dirname(path), { recursive: true });
    const response = await daemon.request(`/api/v1/designs/${id}/artifacts/${name}`);
    await writeFile(path, Buffer.from(await response.arrayBuffer()));
  }
}
