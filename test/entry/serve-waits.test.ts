import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { ownDatabase, reachablePostgres } from '../support/databases/postgres.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Command } from './cli.ts';
import { Daemon, FEW_PERSONAS, launch } from './daemon.ts';
import { afterwards, until } from './waiting.ts';

const SLOW = { CHARRETTE_REHEARSAL: '1', CHARRETTE_REHEARSAL_LATENCY_MS: '60000', ...FEW_PERSONAS };

test('a daemon that starts while a command has the folder says so, and is ready once the command is over', async () => {
  const folder = temporaryFolder();
  const command = new Command(folder, ['design', 'Should the queue move?', '--no-questions'], SLOW);
  afterwards(async () => void command.child.kill('SIGKILL'));
  await command.writes('stderr', 'Should the queue move?');
  const running = launch(folder, { ...SLOW, CHARRETTE_LOG_LEVEL: 'warn' });
  afterwards(async () => running.signal('SIGKILL'));
  await until('the daemon to wait', () => running.output().includes('store_waited_for'));
  const ready = Daemon.ready(running);
  command.child.kill('SIGKILL');
  const daemon = await ready;
  expect(daemon.output.match(/store_waited_for/g)).toHaveLength(1);
  expect((await daemon.stop()).code).toBe(0);
});

const onPostgres = await needing('postgres');

onPostgres.test(
  'a daemon that starts before its database answers is ready once it does',
  async () => {
    const { url } = await reachablePostgres();
    const own = await ownDatabase(url ?? '');
    afterwards(own.drop);
    const { hostname, port } = new URL(own.url);
    const door = createServer((client) => {
      const database = connect(Number(port || '5432'), hostname);
      client.pipe(database).pipe(client);
      for (const end of [client, database])
        end.on('error', () => [client, database].map((each) => each.destroy()));
    });
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    const { port: doorPort } = door.address() as AddressInfo;
    await new Promise((closed) => door.close(closed));
    const address = new URL(own.url);
    address.host = `127.0.0.1:${doorPort}`;
    const running = launch(temporaryFolder(), {
      CHARRETTE_REHEARSAL: '1',
      DATABASE_URL: address.href,
    });
    afterwards(async () => running.signal('SIGKILL'));
    await until('the daemon to wait', () => running.output().includes('store_waited_for'));
    door.listen(doorPort, '127.0.0.1');
    afterwards(async () => void door.close());
    const daemon = await Daemon.ready(running);
    expect(daemon.output.match(/store_waited_for/g)).toHaveLength(1);
    expect((await daemon.stop()).code).toBe(0);
  },
);
