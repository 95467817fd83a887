import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { atNight } from '../support/runner/whole.ts';
import { Daemon, launch, ownDataFolder } from './daemon.ts';
import { until } from './waiting.ts';

const LISTENING = '0A';

/** Ports that a process listens on. */
function portsOf(pid: number): number[] {
  const sockets = readdirSync(`/proc/${pid}/fd`).map((descriptor) =>
    linkOf(`/proc/${pid}/fd/${descriptor}`),
  );
  const lines = readFileSync(`/proc/${pid}/net/tcp`, 'utf8').split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    const isOwn = state === LISTENING && sockets.includes(`socket:[${inode}]`);
    return isOwn ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : [];
  });
}

/** Empty for a descriptor that has been closed in the meantime. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** A Node as it is, whose inspector takes any port when it is opened. */
async function openedBySignal(): Promise<number[]> {
  const code = "setInterval(() => undefined, 60_000); console.log('here')";
  const plain = spawn(process.execPath, ['--inspect-port=0', '-e', code], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void plain.kill('SIGKILL'));
  await new Promise((resolve) => plain.stdout.once('data', resolve));
  const pid = plain.pid ?? 0;
  expect(portsOf(pid)).toEqual([]);
  process.kill(pid, 'SIGUSR1');
  await until('an inspector', () => portsOf(pid).length > 0);
  return portsOf(pid);
}

test.each(atNight(['charrette.mjs', 'charrette.ts'], (file) => file === 'charrette.mjs'))(
  'SIGUSR1 opens no inspector in a daemon started as %s',
  async (file) => {
    const folder = await ownDataFolder();
    onTestFinished(() => folder.remove());
    const program = fileURLToPath(new URL(`../../src/entry/${file}`, import.meta.url));
    const environment = {
      ...folder.environment,
      CHARRETTE_REHEARSAL: '1',
      NODE_OPTIONS: '--inspect-port=0',
    };
    const daemon = await Daemon.ready(launch(folder.path, environment, [program, 'serve']));
    onTestFinished(async () => void (await daemon.stop()));
    const ports = portsOf(daemon.pid);
    // The other one is for the command line on the same folder.
    expect(ports).toHaveLength(2);
    expect(ports).toContain(Number(new URL(daemon.url).port));
    daemon.signal('SIGUSR1');
    // By the time that another Node has opened its own, this one would have.
    expect(await openedBySignal()).toHaveLength(1);
    expect((await daemon.request('/healthz')).status).toBe(200);
    expect(portsOf(daemon.pid)).toEqual(ports);
    expect(daemon.output).not.toContain('Debugger listening');
  },
);

test('a start that waits for its database ends when it is told to stop', async () => {
  const silent = createServer();
  onTestFinished(() => void silent.close());
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const { port } = silent.address() as AddressInfo;
  const connected = once(silent, 'connection');
  const DATABASE_URL = `postgres://ana@127.0.0.1:${port}/designs`;
  const running = launch(temporaryFolder(), { DATABASE_URL, CHARRETTE_REHEARSAL: '1' });
  await connected;
  running.signal('SIGTERM');
  expect(await running.ended).toEqual({ code: 0, signal: null });
});

test.each(atNight(['SIGINT', 'SIGTERM'] as const, (signal) => signal === 'SIGTERM'))(
  'a second %s does not disturb the stop',
  async (signal) => {
    const folder = await ownDataFolder();
    onTestFinished(() => folder.remove());
    const daemon = await Daemon.ready(
      launch(folder.path, { ...folder.environment, CHARRETTE_REHEARSAL: '1' }),
    );
    // Its processes take a while to end.
    await daemon.startDesign({ topic: 'Which rope holds the ferry?' });
    daemon.signal(signal);
    await until('the stop', () => daemon.output.includes('"stopping"'));
    daemon.signal(signal);
    expect(await daemon.ended()).toEqual({ code: 0, signal: null });
    expect(daemon.output).toContain('"stopped"');
    expect(existsSync(`${folder.path}/daemon.json`)).toBe(false);
  },
);
