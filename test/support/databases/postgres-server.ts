import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { until } from '../../entry/waiting.ts';
import { POSTGRES_PROGRAMS } from '../runner/needs.ts';

const BOUND_MS = 60_000;
/** Small and quick; nothing of it has to outlive the machine. */
const SETTINGS = [
  'fsync=off',
  'shared_buffers=16MB',
  'max_connections=60',
  'listen_addresses=127.0.0.1',
];

/**
 * How a server is stopped: refuse new ones and wait, end sessions, or end at once as in a crash.
 */
const STOPS = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/** A Postgres server of one test file's own, which it may stop and start as it likes. */
export interface PostgresServer {
  readonly url: string;
  start(): Promise<void>;
  stop(how: keyof typeof STOPS): Promise<void>;
  /** Stops all of its processes where they are. */
  freeze(): void;
  /** Makes a primary of a standby; resolves when it takes writes. */
  promote(): Promise<void>;
  remove(): Promise<void>;
}

/** The folder of the newest programs of a server; throws where there are none. */
function postgresPrograms(): string {
  const versions = readdirSync(POSTGRES_PROGRAMS).toSorted((a, b) => Number(b) - Number(a));
  const folders = versions.map((version) => join(POSTGRES_PROGRAMS, version, 'bin'));
  const found = folders.find((each) => existsSync(join(each, 'initdb')));
  if (found === undefined)
    throw new Error(`no Postgres server is installed below ${POSTGRES_PROGRAMS}`);
  return found;
}

/**
 * Makes a server in a temporary folder and starts it. It refuses to run as root, so it then runs as
 * `postgres`.
 */
export async function startPostgresServer(
  /** With TLS, by this certificate and key; clients may show one that it is the authority of. */
  tls: { readonly certificate: string; readonly key: string } | null = null,
  /** The address of the server that it is the standby of. */
  primary: string | null = null,
): Promise<PostgresServer> {
  const programs = postgresPrograms();
  const folder = await mkdtemp(join(tmpdir(), 'charrette-postgres-'));
  const user = userToRunAs();
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const [cluster, port] = [join(folder, 'cluster'), await freePort()];
  const options = { ...user, cwd: folder, stdio: 'ignore' } as const;
  const initialize = [
    '--username',
    'postgres',
    '--auth',
    'trust',
    '--no-sync',
    '--encoding',
    'UTF8',
  ];
  const copy = [
    '--write-recovery-conf',
    '--checkpoint',
    'fast',
    '--no-sync',
    '--dbname',
    primary ?? '',
  ];
  execFileSync(
    join(programs, primary === null ? 'initdb' : 'pg_basebackup'),
    ['--pgdata', cluster, ...(primary === null ? initialize : copy)],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const tlsSettings =
    tls === null
      ? []
      : [
          'ssl=on',
          ...['cert', 'ca'].map((of) => `ssl_${of}_file=${folder}/tls.crt`),
          `ssl_key_file=${folder}/tls.key`,
        ];
  for (const [name, text] of tls === null
    ? []
    : [['tls.crt', tls.certificate] as const, ['tls.key', tls.key] as const]) {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    if (user !== null) chownSync(join(folder, name), user.uid, user.gid);
  }
  const given = [
    '-D',
    cluster,
    '-p',
    String(port),
    '-k',
    folder,
    ...[...SETTINGS, ...tlsSettings].flatMap((each) => ['-c', each]),
  ];
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | null = null;
  let frozen: number[] = [];

  const start = async (): Promise<void> => {
    server = spawn(join(programs, 'postgres'), given, options);
    await untilAccepting(url);
  };
  const stop = async (how: keyof typeof STOPS): Promise<void> => {
    if (server === null) return;
    const ended = once(server, 'exit');
    server.kill(STOPS[how]);
    if (frozen.length > 0) server.kill('SIGCONT');
    for (const pid of frozen.splice(0)) process.kill(pid, 'SIGCONT');
    server = null;
    await ended;
  };
  const freeze = (): void => {
    const pid = String(server?.pid);
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', pid], { encoding: 'utf8' });
    for (const each of [pid, ...children.trim().split(/\s+/)])
      process.kill(Number(each), 'SIGSTOP');
    frozen = children.trim().split(/\s+/).map(Number);
  };
  await start();
  return {
    freeze,
    url,
    start,
    stop,
    promote: () => awaitPromotion(url),
    remove: async () => {
      await stop('immediate');
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function awaitPromotion(url: string): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    // A statement that waits would hold a snapshot, which what is still to be replayed may
    // contradict.
    await admin`select pg_promote(wait => false)`;
    await until('a standby that takes writes', async () => {
      const [state] = await admin`select pg_is_in_recovery() as "isStandby"`;
      return state?.isStandby === false;
    });
  } finally {
    await admin.end();
  }
}

export function userToRunAs(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (which: string) =>
    Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * Below the range from which the system takes ports for outgoing connections: while the server is
 * away, nothing else takes its place, and nobody who calls it gets through to himself.
 */
export async function freePort(): Promise<number> {
  for (let port = 15_000 + (process.pid % 15_000); ; port += 1) {
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') continue;
      throw error;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Polls, since a starting server sends no notice. */
export async function untilAccepting(url: string): Promise<void> {
  const dueAt = Date.now() + BOUND_MS;
  for (;;) {
    const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
    try {
      await client`select 1`;
      return;
    } catch (error) {
      if (Date.now() > dueAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      await client.end({ timeout: 1 });
    }
  }
}
