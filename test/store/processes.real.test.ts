import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DesignId } from '#design/ids.ts';
import { openStore } from '#store/open.ts';
import { isGone, thisProcess } from '#store/owner.ts';
import type { Owner } from '#store/store.ts';
import { claimed, eventsFrom, LEASE_MS, newOwner, putStart } from './world.ts';

const CHILD = join(import.meta.dirname, 'child.ts');
const isLinux = process.platform === 'linux';
const canMount =
  isLinux && spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

let folder: string;
let started: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'charrette-store-'));
  started = [];
});
afterEach(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  rmSync(folder, { recursive: true });
});

/** Starts a child and reads its lines of JSON, one at a time. */
function start(...args: readonly (string | number)[]) {
  const child = spawn(process.execPath, [CHILD, ...args.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  started.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  return {
    child,
    exited,
    /** `null`: there is no more. */
    async nextLine<Line>(): Promise<Line | null> {
      const { value } = await lines.next();
      return value === undefined ? null : (JSON.parse(value) as Line);
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

describe('several processes on one file', () => {
  test('commit at once, and each commit is stored', async () => {
    const children = [1, 2, 3].map(() => start('commit', folder, 40));
    const ids = await Promise.all(
      children.map(async ({ nextLine }) => (await nextLine<{ designId: DesignId }>())?.designId),
    );
    const codes = await Promise.all(children.map(async ({ exited }) => (await exited)[0]));
    expect(codes).toEqual([0, 0, 0]);
    const store = await openStore({ dataDir: folder });
    for (const id of ids) {
      if (id === undefined) throw new Error('a process began no design');
      expect(await store.events(id)).toEqual(eventsFrom(1, 80));
    }
    await store.close();
  });

  test('create the store together, and it is one store', async () => {
    const children = [1, 2, 3, 4].map(() => start('open', folder));
    const ids = await Promise.all(
      children.map(async ({ nextLine }) => (await nextLine<{ id: string }>())?.id),
    );
    expect(new Set(ids)).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{32}$/)]));
  });
});

describe('a process that is killed', () => {
  test('P10: loses nothing that was acknowledged, and leaves no half commit', async () => {
    const { nextLine, kill } = start('commit', folder, 100_000);
    const first = await nextLine<{ designId: DesignId }>();
    let acknowledged = 0;
    for (let n = 0; n < 25; n += 1)
      acknowledged = (await nextLine<{ version: number }>())?.version ?? 0;
    await kill();
    for (let line = await nextLine<{ version: number }>(); line !== null; ) {
      acknowledged = line.version;
      line = await nextLine<{ version: number }>();
    }
    const store = await openStore({ dataDir: folder });
    const design = first === null ? null : await store.design(first.designId);
    const version = design?.version ?? -1;
    expect(version).toBeGreaterThanOrEqual(acknowledged);
    expect(version % 2).toBe(0);
    if (design === null) throw new Error('the design is gone');
    expect(await store.events(design.id)).toEqual(eventsFrom(1, version));
    const open = (await store.inboxOf(design.id)).filter(({ command }) => command.type === 'go_on');
    expect(open.length).toBeLessThanOrEqual(1);
    await store.close();
  });

  test('C18, P4: in any statement of a commit leaves nothing of it, and after it all', async () => {
    const store = await openStore({ dataDir: folder });
    for (let statement = 0; ; statement += 1) {
      const designId = await putStart(store);
      const { nextLine, exited } = start('die-in-commit', folder, designId, statement);
      const line = await nextLine<{ statements: number }>();
      expect(await exited).toEqual([null, 'SIGKILL']);
      const design = await store.design(designId);
      const seen = [design?.version, (await store.events(designId)).length];
      const open = (await store.inboxOf(designId)).map(({ command }) => command.type);
      if (line !== null) {
        // The fence, the row, the events, the answer.
        expect(line.statements).toBe(4);
        expect([...seen, ...open]).toEqual([2, 2, 'start']);
        break;
      }
      expect([...seen, ...open]).toEqual([0, 0, 'start', 'go_on']);
    }
    await store.close();
  });

  test.skipIf(!isLinux)('C18: is known to be gone, and its design is claimed at once', async () => {
    const { nextLine, kill } = start('commit', folder, 100_000);
    const first = await nextLine<{ designId: DesignId; owner: Owner }>();
    if (first === null) throw new Error('it began no design');
    const store = await openStore({ dataDir: folder });
    expect(isGone(first.owner.process)).toBe(false);
    expect(await store.claim(first.designId, newOwner(), LEASE_MS)).toBeNull();
    await kill();
    expect(isGone(first.owner.process)).toBe(true);
    expect(await store.claim(first.designId, newOwner(), LEASE_MS, first.owner.id)).not.toBeNull();
    await store.close();
  });
});

test('C22: a frozen owner whose design was claimed meanwhile appends nothing', async () => {
  const store = await openStore({ dataDir: folder });
  const designId = await putStart(store);
  const { child, nextLine } = start('commit-when-told', folder, designId);
  expect(await nextLine()).toMatchObject({ epoch: expect.any(Number) });
  child.kill('SIGSTOP');
  const isLapsed = async () => (await store.design(designId))?.isLapsed;
  await expect.poll(isLapsed, { timeout: 60_000 }).toBe(true);
  await claimed(store, designId);
  child.stdin.write('commit\n');
  child.kill('SIGCONT');
  expect(await nextLine()).toMatchObject({ fault: 'lease_lost' });
  expect(await store.events(designId)).toEqual([]);
  await store.close();
});

describe('the data folder', () => {
  test.skipIf(!isLinux)('one that may only be read is named', async () => {
    const store = await openStore({ dataDir: folder });
    await store.close();
    chmodSync(folder, 0o555);
    // Root may write everywhere.
    const isRoot = process.getuid?.() === 0;
    const { status, stdout } = spawnSync(process.execPath, [CHILD, 'open', folder], {
      encoding: 'utf8',
      ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
    });
    chmodSync(folder, 0o755);
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      { fault: 'store_read_only', message: expect.stringContaining(folder) },
    ]);
  });

  const needsMounts = canMount ? '' : ' (skipped: no user namespaces to mount a disk in)';
  test.skipIf(!canMount)(
    `P2: a full disk refuses what it cannot store, keeps what it had, and goes on once there is room${needsMounts}`,
    () => {
      const script = 'mount -t tmpfs -o size=4m none "$1" && exec "$2" "$3" fill "$1"';
      const { stdout, stderr } = spawnSync(
        'unshare',
        ['-rm', 'sh', '-ec', script, 'sh', folder, process.execPath, CHILD],
        { encoding: 'utf8' },
      );
      const lines = stdout.trim().split('\n');
      expect(lines.length, stderr).toBe(2);
      const [full, { names, kept }] = lines.map((line) => JSON.parse(line));
      expect(full).toMatchObject({ fault: 'store_full', message: expect.stringContaining('full') });
      expect(names.length).toBeGreaterThan(2);
      expect(kept).toEqual(names);
    },
  );
});

describe.skipIf(!isLinux)('a process', () => {
  test('C18: that runs, or runs on another machine, is not gone', () => {
    const here = thisProcess();
    if (here === null) throw new Error('Linux tells');
    expect(isGone(here)).toBe(false);
    expect(isGone({ ...here, startTime: '1' })).toBe(true);
    expect(isGone({ ...here, machine: 'another', startTime: '1' })).toBe(false);
    expect(isGone(null)).toBe(false);
  });

  test('C18: that has ended and that nobody has waited for is gone', async () => {
    const script = 'exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 600';
    const parent = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    started.push(parent);
    const [output] = await once(parent.stdout, 'data');
    const pid = Number(output);
    // The shell itself would wait for it.
    const nameOfParent = () => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim();
    await expect.poll(nameOfParent, { timeout: 60_000 }).toBe('sleep');
    parent.stdin.end();
    const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    await expect.poll(() => stat()[0], { timeout: 60_000 }).toBe('Z');
    const machine = thisProcess()?.machine ?? '';
    expect(isGone({ machine, pid, startTime: stat()[19] ?? '' })).toBe(true);
  });
});
