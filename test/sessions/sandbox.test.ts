import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeChildEnvironment } from '../../src/sessions/environment.ts';
import {
  ada,
  newSessionId,
  openSessions,
  startHealthy,
  Witness,
} from '../support/processes/child-sessions.ts';
import { copiedEscapeArtist, EXPECTED, resultsIn } from './escapes.ts';

test('nothing gets out of a session from inside', async () => {
  const { program, folder } = await copiedEscapeArtist();
  const sessions = openSessions({
    program: { execPath: process.execPath, entry: program, readable: [program] },
  });
  const witness = new Witness();
  sessions.start(newSessionId(), ada, witness);
  const { cause, lastWords } = await witness.untilLost();
  expect(cause.kind, lastWords.stderr).toBe('exited');
  expect(resultsIn(lastWords.stderr)).toEqual(EXPECTED);
  expect(readdirSync(folder)).toEqual(['escape-artist.mjs']);
});

describe('the environment of a session', () => {
  const planted = {
    ANTHROPIC_API_KEY: 'planted-key',
    ANTHROPIC_AUTH_TOKEN: 'planted-token',
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

  test('D5: the process holds the variables it needs to run and no planted credential', async () => {
    const { pid } = await startHealthy(openSessions({ environment: planted }));
    const held = readFileSync(`/proc/${pid}/environ`, 'utf8');
    expect(held).not.toContain('planted');
    const names = held.split('\0').map((line) => line.split('=')[0]);
    expect(names).toEqual(
      expect.arrayContaining(['LANG', 'LC_TIME', 'TZ', 'NODE_EXTRA_CA_CERTS', 'NO_PROXY']),
    );
  });

  test('D5: the process leaves no core, and opens few files', async () => {
    const { pid } = await startHealthy(openSessions({ environment: planted }));
    const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
    expect(limits).toMatch(/^Max core file size +0 +0 /m);
    expect(limits).toMatch(/^Max open files +256 +256 /m);
  });

  test('D5: a proxy keeps its address and loses its user and password', () => {
    const environment = makeChildEnvironment(planted);
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
