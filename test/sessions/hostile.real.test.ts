import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { childThat, openSession, scripted, temporaryFolder, turn, use } from './child-sessions.ts';

/** A copy of the program that tries to get out, in a folder of its own. */
function copyOfEscapes(): string {
  const file = join(temporaryFolder(), 'escapes.mjs');
  copyFileSync(fileURLToPath(new URL('escapes.mjs', import.meta.url)), file);
  return file;
}

type Results = Record<string, { readonly expected: string; readonly got: string }>;

function resultsIn(stderr: string): Results {
  return JSON.parse(stderr.split('\n').find((line) => line.startsWith('{"')) ?? stderr);
}

describe('out of a session', () => {
  test('D5: every one of sixty ways is closed', async () => {
    const childFile = copyOfEscapes();
    const { session, diagnostics } = openSession({ childFile });
    const { kind } = await session.lost;
    const results = resultsIn([...diagnostics.values()][0] ?? '');
    expect(kind).toBe('exited');
    expect(Object.values(results).length).toBeGreaterThanOrEqual(60);
    const open = Object.entries(results).filter(([, { expected, got }]) => got !== expected);
    expect(open).toEqual([]);
    expect(readdirSync(dirname(childFile))).toEqual(['escapes.mjs']);
  });

  test('what the permission model leaves open is open without our flags and lockdown', () => {
    const file = copyOfEscapes();
    const flags = ['--permission', `--allow-fs-read=${file}`];
    const { stderr } = spawnSync(process.execPath, [...flags, file], { env: {}, timeout: 60_000 });
    const results = resultsIn(String(stderr));
    const ours = Object.entries(results).filter(
      ([, { expected }]) => expected !== 'ERR_ACCESS_DENIED',
    );
    const closed = ours.filter(([, { expected, got }]) => got === expected).map(([name]) => name);
    expect(ours.length).toBeGreaterThanOrEqual(18);
    expect(closed).toEqual(['load an addon']);
  });

  test('D5: its environment holds what a process needs to run, and no credential', async () => {
    const { session, diagnostics } = openSession({
      childFile: childThat(
        `process.stderr.write(JSON.stringify(process.env), () => process.exit())`,
      ),
      environment: {
        ANTHROPIC_API_KEY: 'planted',
        ANTHROPIC_BASE_URL: 'planted',
        DATABASE_URL: 'planted',
        SLACK_BOT_TOKEN: 'planted',
        CHARRETTE_ADMIN_TOKEN: 'planted',
        HTTPS_PROXY: 'http://planted:planted@proxy',
        NODE_OPTIONS: '--require=/planted.js',
        LD_PRELOAD: '/planted.so',
        HOME: '/home/planted',
        PATH: '/planted',
        LANG: 'de_DE.UTF-8',
        TZ: 'Europe/Berlin',
      },
    });
    await session.lost;
    const line = [...diagnostics.values()][0]?.split('\n').find((each) => each.startsWith('{'));
    expect(JSON.parse(line ?? '')).toEqual({ LANG: 'de_DE.UTF-8', TZ: 'Europe/Berlin' });
  });

  test('SIGUSR1 does not open the debugger of the daemon', async () => {
    openSession();
    expect(process.listenerCount('SIGUSR1')).toBe(1);
    openSession();
    expect(process.listenerCount('SIGUSR1')).toBe(1);
  });
});

describe('A15: a session that breaks the protocol is ended', () => {
  const submit = `{ type: 'submit', turnId: 'trn_1', tool: 'sign', input: 1 }`;
  const call = `{ type: 'call', turnId: 'trn_1', messages: [] }`;
  const reading = `{ type: 'use', turnId: 'trn_1', tool: 'search', input: 1 }`;

  test.each([
    ['by bytes that are no frame', `console.log('a notice of a library')`],
    ['by an empty frame', `process.stdout.write(frame(''))`],
    [
      'by a frame larger than 8 MB',
      `process.stdout.write(frame('"' + 'x'.repeat(8_388_608) + '"'))`,
    ],
    ['by a frame that is announced as 4 GB', `process.stdout.write(Buffer.alloc(4, 255))`],
    ['by no JSON', `process.stdout.write(frame('{"type":'))`],
    ['by no UTF-8', `process.stdout.write(frame(Buffer.from([0x22, 0xff, 0x22])))`],
    ['by a list', `process.stdout.write(frame('[]'))`],
    ['by an unknown message', `send({ type: 'cmd', cmd: 'NODE_HANDLE_ACK' })`],
    ['by a prototype', `process.stdout.write(frame('{"__proto__":{"type":"ready"}}'))`],
    ['by nesting without an end', `process.stdout.write(frame('['.repeat(8_000_000)))`],
    ['by a million values', `process.stdout.write(frame('[' + '0,'.repeat(1e6) + '0]'))`],
    ['by a second ready', `ready(); ready()`],
    ['by an answer to no ping', `ready(); send({ type: 'pong', number: 1, rssBytes: 1 })`],
    ['by a turn that nobody began', `ready(); send(${call})`],
    [
      'by an end that nobody began',
      `ready(); send({ type: 'end', turnId: 'trn_1', end: 'submitted' })`,
    ],
  ])('%s', async (_how, program) => {
    const { session } = openSession({ childFile: childThat(program) });
    expect(await session.lost).toMatchObject({
      kind: 'bad_message',
      detail: expect.stringMatching(/^it sent an? /),
    });
  });

  test.each([
    ['by a turn of its own', `send({ type: 'call', turnId: 'trn_2', messages: [] })`],
    ['by an end that is not true', `send({ type: 'end', turnId: 'trn_1', end: 'submitted' })`],
    [
      'by a second message before the answer',
      `if (heard === 0) process.stdout.write(Buffer.concat([frameOf(${call}), frameOf(${submit})]))`,
    ],
    ['by more calls than its turn has', `send(${call})`],
    ['by a tool for which no call asked', `heard === 0 ? send(${reading}) : process.exit()`],
    ['by a second tool for one call', `send([${call}, ${reading}, ${reading}][heard])`],
    ['by words after the accepted submission', `send([${call}, ${submit}, ${call}][heard])`],
    [
      'by another end than the accepted submission',
      `send([${call}, ${submit}, { type: 'end', turnId: 'trn_1', end: 'refused' }][heard])`,
    ],
  ])('within a turn, %s', async (_how, program) => {
    const { session } = openSession({
      childFile: childThat(`
        let heard = 0;
        ready();
        hear(() => { ${program}; heard += 1; });`),
    });
    await session.ready;
    const { broker, calls } = scripted(Array.from({ length: 50 }, () => [use('search')]));
    await expect(session.run(turn, broker)).rejects.toMatchObject({ code: 'process' });
    expect(await session.lost).toMatchObject({ kind: 'bad_message' });
    expect(calls.length).toBeLessThanOrEqual(turn.maxCalls);
  });
});
