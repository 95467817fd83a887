import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { childEnvironment } from '../../../src/adapters/process/environment.ts';
import {
  ada,
  misbehaving,
  newSessionId,
  openSessions,
  startHealthy,
  Witness,
} from '../../support/child-sessions.ts';
import { SANDBOXES } from '../../support/sandboxes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What each attempt of `escape-artist.mjs` ends with; without a sandbox, with something else. */
const REFUSED = {
  ERR_ACCESS_DENIED: [
    ...[
      'read a file elsewhere',
      'read by a path that goes up',
      'read a file as a blob',
      'read settings from a file',
    ],
    ...['list a folder', 'watch a folder', 'follow a link', 'read through a descriptor', 'change its folder'],
    ...[
      'write a file',
      'write its own code',
      'change the mode of its own code',
      'change the times of its own code',
    ],
    ...['make a link', 'give a program files', 'write a report', 'write its heap', 'write a trace'],
    ...['write its heap when it is full', 'write a profile when its heap is full'],
    ...[
      'start a process',
      'start a shell',
      'start another Node',
      'start by the handle within',
      'become a process',
    ],
    ...['start a worker', 'start a worker of hooks', 'start a worker of a cluster'],
    ...['open the inspector', 'inspect itself', 'reach bindings', 'reach linked bindings'],
    ...[
      'open a socket',
      'open a socket of the file system',
      'open a socket by its handle',
      'send a datagram',
    ],
    ...['listen on a port', 'listen in the file system', 'speak TLS', 'speak HTTP', 'speak HTTP/2'],
    ...['fetch a page', 'look up a name', 'ask a server of names'],
  ],
  ERR_DLOPEN_DISABLED: ['load an addon'],
  ERR_UNKNOWN_BUILTIN_MODULE: ['open a database', 'call a library of the system'],
  // What was there is not.
  TypeError: [
    ...['open a database, not imported', "open its parent's inspector", 'signal its parent'],
    ...['signal its parent, imported', 'signal by what lies beneath', 'signal by the builtin module'],
    ...['signal by a required module', 'signal by the global object', 'signal in this context'],
    ...[
      'signal by the module of process',
      'take processor time from its parent',
      'take processor time, imported',
    ],
  ],
  ReferenceError: ['store as a page does'],
  Error: ['write by a flag of V8', 'write by a flag of V8, imported', 'undo a check of V8'],
};
const EXPECTED = Object.fromEntries(
  Object.entries(REFUSED).flatMap(([outcome, attempts]) => attempts.map((attempt) => [attempt, outcome])),
);

/** What the permission model alone does not refuse. */
const LEFT_BY_PERMISSIONS = [
  ...[...REFUSED.ERR_UNKNOWN_BUILTIN_MODULE, ...REFUSED.ReferenceError],
  ...[...REFUSED.TypeError, ...REFUSED.Error],
];

/** A copy of it in a folder of its own, in which it may do as it likes. */
async function copiedEscapeArtist() {
  const folder = temporaryFolder();
  const program = join(folder, 'escape-artist.mjs');
  await copyFile(misbehaving('escape-artist').entry, program);
  return { folder, program };
}

function resultsIn(stderr: string): Record<string, string> {
  const line = stderr.split('\n').find((candidate) => candidate.startsWith('{"'));
  return JSON.parse(line ?? stderr);
}

function runEscapeArtist(program: string, flags: readonly string[]): Record<string, string> {
  const { stderr } = spawnSync(process.execPath, [...flags, program], {
    cwd: dirname(program),
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 60_000,
  });
  return resultsIn(String(stderr));
}

describe('from inside a session', () => {
  test.for(SANDBOXES)('held by %s, nothing gets out', async ({ sandbox, missing }, { skip }) => {
    skip(missing !== null, missing ?? '');
    const { program, folder } = await copiedEscapeArtist();
    const sessions = openSessions({
      sandbox,
      program: { execPath: process.execPath, entry: program, readable: [program] },
      heartbeatMs: 20_000,
      readyMs: 60_000,
    });
    const witness = new Witness();
    sessions.start(newSessionId(), ada, witness);
    const { cause, lastWords } = await witness.untilLost();
    expect(cause.kind, lastWords.stderr).toBe('exited');
    expect(resultsIn(lastWords.stderr)).toEqual(EXPECTED);
    expect(readdirSync(folder)).toEqual(['escape-artist.mjs']);
  });

  test('(without a sandbox each attempt ends in another way, and most succeed)', async () => {
    const { program, folder } = await copiedEscapeArtist();
    const results = runEscapeArtist(program, []);
    expect(Object.keys(results).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
    for (const [attempt, outcome] of Object.entries(results)) {
      expect(outcome, attempt).not.toBe(EXPECTED[attempt]);
    }
    expect(Object.values(results).filter((outcome) => outcome === 'succeeded').length).toBeGreaterThan(45);
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['written', 'database', 'heap', 'report.json', expect.stringMatching(/^turbo/)]),
    );
  });

  test("(under Node's permission model alone, it opens databases, signals, and sets V8's flags)", async () => {
    const { program, folder } = await copiedEscapeArtist();
    const results = runEscapeArtist(program, ['--permission', `--allow-fs-read=${program}`]);
    const succeeded = Object.keys(results).filter((attempt) => results[attempt] === 'succeeded');
    expect(succeeded.toSorted()).toEqual(LEFT_BY_PERMISSIONS.toSorted());
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['database', expect.stringMatching(/^turbo/)]),
    );
  });
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
