import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { assertOnlyOurs } from '#entry/compiled.mjs';
import { errorMessageOf } from '#foundation/fault.ts';
import { promtool } from '../../deploy/machine.ts';
import { ROOT } from '../../house/source.ts';
import { ENGINE } from '../../inference-engine/server.ts';
import { reachablePostgres } from '../databases/postgres.ts';

const SECOND_OPINION = join(import.meta.dirname, '../../second-opinion');
export const POSTGRES_PROGRAMS = '/usr/lib/postgresql';
export const POOLER = '/usr/sbin/pgbouncer';
export const BROWSERS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
];

const runs = (program: string, ...words: string[]): boolean =>
  spawnSync(program, words).status === 0;
const SMALL_DISK = 'mount -t tmpfs -o size=1m none /mnt; mount -o remount,size=2m /mnt';
const unless = (isThere: boolean, reason: string): string | null => (isThere ? null : reason);

function hasSecondOpinion(): boolean {
  const { devDependencies } = JSON.parse(
    readFileSync(join(SECOND_OPINION, 'package.json'), 'utf8'),
  );
  return Object.keys(devDependencies).every((name) =>
    existsSync(join(SECOND_OPINION, 'node_modules', name)),
  );
}

/**
 * Everything that a test may lack on somebody's machine, with the reason it is not there or `null`.
 * Such a test is left out and its need is named in one line (`left-out.ts`); in CI nothing may be
 * lacking.
 */
const NEEDS = {
  postgres: async () => (await reachablePostgres()).reason,
  'programs of a Postgres server': () =>
    unless(
      existsSync(POSTGRES_PROGRAMS) &&
        readdirSync(POSTGRES_PROGRAMS).some((version) =>
          existsSync(join(POSTGRES_PROGRAMS, version, 'bin/initdb')),
        ),
      `no Postgres server is installed below ${POSTGRES_PROGRAMS}`,
    ),
  'a pooler': () => unless(existsSync(POOLER), 'no pooler (Debian: pgbouncer)'),
  browser: () => unless(BROWSERS.some(existsSync), 'no Chromium (Debian: chromium-headless-shell)'),
  bubblewrap: () =>
    unless(
      runs('bwrap', '--ro-bind', '/', '/', 'true'),
      'bubblewrap does not run here (Debian: bubblewrap)',
    ),
  strace: () => unless(runs('strace', 'true'), 'strace does not run here (Debian: strace)'),
  mounts: () =>
    unless(
      runs('unshare', '-rmp', '--fork', '--kill-child', 'sh', '-ec', SMALL_DISK),
      'no small disk can be mounted and made larger here',
    ),
  'process namespaces': () =>
    unless(
      runs('unshare', '-rp', '--fork', '--kill-child', 'true'),
      'no process namespace may be made here',
    ),
  root: () => unless(process.getuid?.() === 0, 'only root can give files to another user'),
  'a folder of its own': () => {
    try {
      assertOnlyOurs(ROOT);
      return null;
    } catch (error) {
      return `other users could change this clone: ${errorMessageOf(error)}`;
    }
  },
  terminal: () =>
    unless(
      spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ===
        true,
      'script of util-linux is not installed',
    ),
  jq: () => unless(runs('jq', '--version'), 'jq is not installed'),
  curl: () => unless(runs('curl', '--version'), 'curl is not installed'),
  python: () => unless(runs('python3', '--version'), 'python3 is not installed'),
  IPv6: () =>
    unless(
      Object.values(networkInterfaces()).some((own) =>
        own?.some(({ address }) => address === '::1'),
      ),
      'this machine has no IPv6 loopback address',
    ),
  Linux: () => unless(process.platform === 'linux', 'this system is not Linux'),
  promtool: async () =>
    unless((await promtool()) !== null, 'promtool does not run here (Debian: prometheus)'),
  'systemd-analyze': () =>
    unless(
      runs('systemd-analyze', '--version'),
      'systemd-analyze does not run here (Debian: systemd)',
    ),
  'a real engine': () => unless(existsSync(ENGINE), 'test/inference-engine/build.sh was not run'),
  'a second opinion': () =>
    unless(
      hasSecondOpinion(),
      'npm ci --prefix test/second-opinion was not run, or before a change of it',
    ),
} satisfies Record<string, () => string | null | Promise<string | null>>;

export type Need = keyof typeof NEEDS;
export const EVERY_NEED = Object.keys(NEEDS) as readonly Need[];

const known = new Map<Need, Promise<string | null>>();

/** Returns why this is not there, or `null`. */
export function lacking(need: Need): Promise<string | null> {
  const reason = known.get(need) ?? Promise.resolve(NEEDS[need]());
  known.set(need, reason);
  return reason;
}
