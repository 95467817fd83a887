import { spawnSync } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { misbehaving } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

/** What each attempt of `escape-artist.mjs` ends with; without a sandbox, with something else. */
const REFUSED = {
  ERR_ACCESS_DENIED: [
    ...[
      'read a file elsewhere',
      'read by a path that goes up',
      'read a file as a blob',
      'read settings from a file',
    ],
    ...[
      'list a folder',
      'watch a folder',
      'follow a link',
      'read through a descriptor',
      'change its folder',
    ],
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
    ...[
      'signal its parent, imported',
      'signal by what lies beneath',
      'signal by the builtin module',
    ],
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
export const EXPECTED = Object.fromEntries(
  Object.entries(REFUSED).flatMap(([outcome, attempts]) =>
    attempts.map((attempt) => [attempt, outcome]),
  ),
);

/** What the permission model alone does not refuse. */
export const LEFT_BY_PERMISSIONS = [
  ...[...REFUSED.ERR_UNKNOWN_BUILTIN_MODULE, ...REFUSED.ReferenceError],
  ...[...REFUSED.TypeError, ...REFUSED.Error],
];

/** A copy of it in a folder of its own, in which it may do as it likes. */
export async function copiedEscapeArtist() {
  const folder = temporaryFolder();
  const program = join(folder, 'escape-artist.mjs');
  await copyFile(misbehaving('escape-artist').entry, program);
  return { folder, program };
}

export function resultsIn(stderr: string): Record<string, string> {
  const line = stderr.split('\n').find((candidate) => candidate.startsWith('{"'));
  return JSON.parse(line ?? stderr);
}

export function runEscapeArtist(program: string, flags: readonly string[]): Record<string, string> {
  const { stderr } = spawnSync(process.execPath, [...flags, program], {
    cwd: dirname(program),
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 60_000,
  });
  return resultsIn(String(stderr));
}
