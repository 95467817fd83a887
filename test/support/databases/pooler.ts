import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { POOLER } from '../runner/needs.ts';
import { temporaryFolder } from '../runner/temporary-folder.ts';
import { freePort, untilAccepting, userToRunAs } from './postgres-server.ts';

/**
 * PgBouncer in transaction mode before a database, with fewer sessions of the server than its
 * clients want.
 */
export async function startPooler(
  databaseUrl: string,
  more: readonly string[] = [],
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const to = new URL(databaseUrl);
  const [folder, port, user] = [temporaryFolder(), await freePort(), userToRunAs()];
  const [settings, people] = [join(folder, 'pgbouncer.ini'), join(folder, 'users.txt')];
  writeFileSync(people, `"${to.username}" "${to.username}"\n`);
  const written = [
    '[databases]',
    `* = host=${to.hostname} port=${to.port || 5432}`,
    '[pgbouncer]',
    ...['listen_addr=127.0.0.1', `listen_port=${port}`, 'unix_socket_dir=', `auth_file=${people}`],
    ...['auth_type=trust', 'pool_mode=transaction', 'default_pool_size=4', 'max_client_conn=200'],
    ...[`admin_users=${to.username}`, ...more],
  ];
  writeFileSync(settings, `${written.join('\n')}\n`);
  if (user !== null)
    for (const each of [folder, settings, people]) chownSync(each, user.uid, user.gid);
  const pooler: ChildProcess = spawn(POOLER, ['--quiet', settings], {
    ...user,
    cwd: folder,
    stdio: 'ignore',
  });
  const url = new URL(databaseUrl);
  [url.hostname, url.port] = ['127.0.0.1', String(port)];
  await untilAccepting(url.href);
  return {
    url: url.href,
    stop: async () => {
      if (pooler.exitCode !== null || pooler.signalCode !== null) return;
      const ended = once(pooler, 'exit');
      pooler.kill('SIGKILL');
      await ended;
    },
  };
}
