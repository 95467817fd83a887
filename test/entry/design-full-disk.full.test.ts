import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { COMMAND_BOUND_MS } from './command-threads.ts';

const folder = temporaryFolder();

const PROGRAM = fileURLToPath(new URL('../../src/entry/charrette.mjs', import.meta.url));
const { test } = await needing('mounts');

/** The same where a daemon runs it; the second line of input frees the disk. */
const IN_DAEMON = `
  mount -t proc proc /proc
  mount -t tmpfs -o size=24m,mode=700 none "$1"
  "$NODE" "$PROGRAM" serve > "$1/ready" 2> /dev/null &
  daemon=$!
  until grep -q ready "$1/ready"; do sleep 0.2; done
  "$NODE" "$PROGRAM" design 'Should the job queue move to Postgres?' --personas subtractor,migrationist --verbose &
  design=$!
  read fill
  cat /dev/zero > "$1/full" 2>/dev/null || true
  read status
  "$NODE" "$PROGRAM" list >&2
  rm "$1/full"
  wait $design
  code=$?
  kill -TERM $daemon
  wait $daemon
  exit $code`;

function onSmallDisk(script: string) {
  return spawn('unshare', ['-rmp', '--fork', '--kill-child', 'sh', '-c', script, 'sh', folder], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      NODE: process.execPath,
      PROGRAM,
      CHARRETTE_DATA_DIR: folder,
      CHARRETTE_HTTP_PORT: '0',
      CHARRETTE_STANDBY: '0',
      CHARRETTE_REHEARSAL: '1',
      CHARRETTE_REHEARSAL_LATENCY_MS: '2000',
    },
    timeout: COMMAND_BOUND_MS,
    killSignal: 'SIGKILL',
  });
}

/**
 * Writes each line of input as soon as these words have been said. Resolves with the exit code and
 * all that was said.
 */
async function told(script: string, inputs: readonly (readonly [words: string, line: string])[]) {
  const child = onSmallDisk(script);
  const ended = new Promise<number | null>((done) => child.once('close', done));
  let said = '';
  for await (const text of child.stderr.setEncoding('utf8')) {
    const before = said;
    said += text;
    for (const [words, line] of inputs) {
      if (said.includes(words) && !before.includes(words)) child.stdin.write(`${line}\n`);
    }
  }
  return { code: await ended, said };
}

test(`P2: followers and people who ask are told of a full disk under a daemon, and it passes`, async () => {
  const { code, said } = await told(IN_DAEMON, [
    ['Each persona says', 'fill'],
    ['Waiting to try again', 'status'],
  ]);
  expect([code, said]).toEqual([
    0,
    expect.stringMatching(
      /Waiting to try again\. .*disk.* is full[\s\S]*The daemon waits: .*disk.* is full[\s\S]*Ended: /,
    ),
  ]);
  expect(said.match(/Waiting to try again/g)).toHaveLength(1);
});
