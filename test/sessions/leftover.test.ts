import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { identifyProcess } from '../../src/sessions/proc.ts';
import { makePersonaProgram } from '../../src/sessions/program.ts';
import { isRunning, openSessions } from '../support/processes/child-sessions.ts';
import { eventually } from '../support/runner/eventually.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const { entry } = makePersonaProgram();
const SESSION = [process.execPath, entry];

/** Starts it under another program, which says its process id; ended with the test. */
async function startedBy(words: readonly string[], parent: readonly string[]): Promise<number> {
  const [program = '', ...given] = [...parent, ...words];
  const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] });
  if (child.stdout === null) throw new Error('a process without a standard output');
  const [said] = await once(child.stdout, 'data');
  const pid = Number(String(said));
  onTestFinished(() => {
    child.kill('SIGKILL');
    // One may have ended since.
    spawnSync('kill', ['-KILL', String(pid)]);
  });
  // A shell says the id before the program is in its place, and in between it has no command line
  // at all.
  await eventually(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]).toBe(
    words[0],
  );
  return pid;
}

/** Ends at once, and leaves what it has started to the system. */
const GONE = ['/bin/sh', '-c', '"$@" >&3 & echo $!', 'sh'];
const INHERIT = "{ stdio: ['inherit', 3, 'inherit'] }";
const KEEP = `const { spawn } = process.getBuiltinModule('child_process');
  const [program, ...given] = process.argv.slice(1);
  console.log(spawn(program, given, ${INHERIT}).pid);
  setInterval(() => undefined, 60_000);`;
const ALIVE = [process.execPath, '-e', KEEP];

const endRecorded = (pid: number) => openSessions().endLeftover(pid, identifyProcess(pid));

/** In place of a session, which needs its channel. */
const idle = (entry: string) => [
  process.execPath,
  '-e',
  'setInterval(() => undefined, 60_000)',
  entry,
];
async function expectEnded(words: readonly string[], parent: readonly string[]) {
  const pid = await startedBy(words, parent);
  expect(openSessions().endLeftover(pid, 'another/1')).toBe(false);
  expect(endRecorded(pid)).toBe(true);
}

test.each([
  ['a session', SESSION, GONE],
  [
    'a session of a release in another folder',
    idle('/opt/before/src/entry/persona-child.mjs'),
    GONE,
  ],
  ['a session that a supervisor in Node has taken over', SESSION, ALIVE],
] as const)('C13: %s whose Charrette is gone is ended', (_, words, parent) =>
  expectEnded(words, parent),
);

/** A program that keeps a child, by the name of Charrette and started by a Node of another name. */
function charrette(name: string): string[] {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, KEEP.replace('slice(1)', 'slice(2)'));
  return ['/bin/bash', '-c', 'exec -a node-26 "$0" "$@"', process.execPath, path];
}

test.each([
  ['a program of somebody else', ['sleep', '600'], GONE],
  ['another program of Node', idle('/opt/persona-child.mjs'), GONE],
  ['a session of a Charrette that is alive', SESSION, charrette('charrette.ts')],
  ['a session of an installed Charrette that is alive', SESSION, charrette('charrette')],
])('C13: %s is not ended, whatever a copied folder has on record', async (_, words, parent) => {
  const pid = await startedBy(words, parent);
  expect(identifyProcess(pid)).not.toBe('');
  expect(endRecorded(pid)).toBe(false);
  expect(isRunning(pid)).toBe(true);
});

const HIDING = ['-mp', '--fork', '--kill-child', 'sh', '-c'];
const HIDE =
  'mount -t proc -o hidepid=1 proc /proc && setpriv --reuid 65534 --regid 65534 --clear-groups "$@"';
const { test: testAsRoot } = await needing('mounts', 'root');

testAsRoot('C13: a session is ended even where the system hides other users’ processes', () => {
  const { href } = new URL('../../src/sessions/proc.ts', import.meta.url);
  const code = `import(${JSON.stringify(href)}).then(({ killLeftover, identifyProcess }) => {
    const pid = Number(process.argv[1]);
    console.log(identifyProcess(1), killLeftover(pid, identifyProcess(pid), ${JSON.stringify(entry)}));
  })`;
  const both = 'node=$1 code=$2; shift 2; "$node" -e "$code" $("$@" >/dev/null 2>&1 & echo $!)';
  const shell = ['sh', '-c', both, 'sh', process.execPath, code, ...idle(entry)];
  const { stdout, stderr } = spawnSync('unshare', [...HIDING, HIDE, 'sh', ...shell], {
    encoding: 'utf8',
  });
  expect([stdout, stderr]).toEqual([' true\n', '']);
});
