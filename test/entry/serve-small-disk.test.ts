import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { freeBytesAt } from '../../src/foundation/free-space.ts';
import { DESIGN_BYTES } from '../../src/record/bundles.ts';
import { startDaemon } from '../support/processes/daemon-process.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { afterwards } from './waiting.ts';

const { test } = await needing('mounts');

/** A process with a disk of its own at the data folder, which others reach by its root. */
const SMALL_DISK = 'mount -t tmpfs -o size=24m,mode=700 none "$CHARRETTE_DATA_DIR"; exec "$@"';
const ON_SMALL_DISK = ['unshare', '-rm', '--fork', '--kill-child', 'sh', '-ec', SMALL_DISK, 'sh'];

test('P2: a daemon is ready while its disk has room for one design, and not for small writes alone', async () => {
  const dataDir = temporaryFolder();
  const daemon = await startDaemon({ dataDir, under: ON_SMALL_DISK });
  afterwards(() => daemon.kill());
  const disk = join(`/proc/${daemon.pid}/root`, dataDir);
  const leaveFree = (bytes: number) => {
    rmSync(join(disk, 'filler'), { force: true });
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize - bytes, 1));
  };
  const ready = async () => (await daemon.request('/readyz')).status;
  // The store's own files may grow by some pages meanwhile.
  leaveFree(DESIGN_BYTES + 256 * 1024);
  expect(await ready()).toBe(200);
  leaveFree(DESIGN_BYTES - 64 * 1024);
  await expect.poll(ready).toBe(503);
  expect(await (await daemon.request('/readyz')).json()).toMatchObject({
    error: { code: 'unavailable', details: { fault: 'store_full' } },
  });
  expect((await daemon.post('/tokens', { name: 'ci', role: 'read' })).status).toBeLessThan(300);
  leaveFree(DESIGN_BYTES + 256 * 1024);
  await expect.poll(ready).toBe(200);
});

test('P15: the free space of a file system that does not tell it is unknown', async () => {
  // Its files are made when they are read.
  expect(await freeBytesAt('/proc')).toBeNull();
});
