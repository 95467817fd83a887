import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { childEnvironment } from '../../../src/adapters/process/environment.ts';
import { createProcessSessions } from '../../../src/adapters/process/sessions.ts';
import {
  ada,
  misbehaving,
  newSessionId,
  openSessions,
  settings,
  startHealthy,
  Witness,
} from '../../support/child-sessions.ts';

const nodeMajor = Number.parseInt(process.versions.node, 10);

describe('from inside a session', () => {
  let results: Record<string, string> = {};
  beforeAll(async () => {
    const sessions = createProcessSessions(settings({ program: misbehaving('escape-artist') }));
    const witness = new Witness();
    sessions.start(newSessionId(), ada, witness);
    const { cause, lastWords } = await witness.untilLost();
    expect(cause.kind, lastWords.stderr).toBe('exited');
    results = JSON.parse(lastWords.stderr);
    await sessions.close();
  });

  test.each([
    'read a file elsewhere',
    'list a folder',
    'read through a descriptor',
    'write a file',
    'write its own code',
    'remove its own code',
    'make a link',
    'start a process',
    'start a shell',
    'start another Node',
    'start a worker',
    'open the inspector',
  ])('it cannot %s', (attempt) => {
    expect(results[attempt]).toBe('ERR_ACCESS_DENIED');
  });

  test('it cannot load an addon', () => {
    expect(results['load an addon']).toBe('ERR_DLOPEN_DISABLED');
  });

  test.for(['open a socket', 'listen on a port', 'send a datagram', 'fetch a page'])(
    'it cannot %s',
    (attempt, { skip }) => {
      skip(nodeMajor < 26, `the permission model of Node ${nodeMajor} does not cover the network`);
      expect(results[attempt]).toBe('ERR_ACCESS_DENIED');
    },
  );
});

describe('the environment of a session', () => {
  const planted = {
    ANTHROPIC_API_KEY: 'planted-key',
    ANTHROPIC_BASE_URL: 'http://planted-endpoint',
    DATABASE_URL: 'postgres://planted',
    SLACK_BOT_TOKEN: 'planted-token',
    DISCORD_TOKEN: 'planted-token',
    CHARRETTE_ADMIN_TOKEN: 'planted-token',
    AWS_SECRET_ACCESS_KEY: 'planted-token',
    NODE_OPTIONS: '--require=/planted.js',
    LD_PRELOAD: '/planted.so',
    HOME: '/home/planted',
    https_proxy: 'http://planted-user:planted-password@proxy.example:3128',
    HTTP_PROXY: 'planted-user:planted@password@proxy',
    NO_PROXY: 'localhost',
    LANG: 'de_DE.UTF-8',
    LC_TIME: 'en_GB.UTF-8',
    TZ: 'Europe/Berlin',
    NODE_EXTRA_CA_CERTS: '/etc/ssl/none.pem',
  };

  test('D5: the process holds what it needs to run and no planted credential', async () => {
    const { pid } = await startHealthy(openSessions({ environment: planted }));
    const held = readFileSync(`/proc/${pid}/environ`, 'utf8');
    expect(held).not.toContain('planted');
    const names = held.split('\0').map((line) => line.split('=')[0]);
    expect(names).toEqual(
      expect.arrayContaining(['LANG', 'LC_TIME', 'TZ', 'NODE_EXTRA_CA_CERTS', 'NO_PROXY']),
    );
  });

  test('D5: a proxy keeps its address and loses its user and password', () => {
    const environment = childEnvironment(planted);
    expect(environment.https_proxy).toBe('http://proxy.example:3128/');
    expect(environment).not.toHaveProperty('HTTP_PROXY');
  });

  test('D5: nothing of the command line gives anything away', async () => {
    const { id, pid } = await startHealthy(openSessions({ environment: planted }));
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    expect(command).not.toContain('planted');
    expect(command).toContain(id);
  });
});
