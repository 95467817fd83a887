import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { COMMAND_BOUND_MS, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const PROGRAM = fileURLToPath(new URL('../../src/entry/charrette.mjs', import.meta.url));
/** A file system of one's own needs Linux and the right to make a namespace. */
const canMount = spawnSync('unshare', ['-rmp', '--fork', '--kill-child', 'true']).status === 0;
const unlessMountable = canMount ? '' : ' (skipped: this system allows no mount namespace)';

/** A design on a small disk, which is filled at the first line of input; at the second one it is told to stop. */
const SCRIPT = `
  mount -t tmpfs -o size=24m,mode=700 none "$1"
  "$NODE" "$PROGRAM" design 'Should the job queue move to Postgres?' --personas subtractor,migrationist --plain &
  read fill
  cat /dev/zero > "$1/full" 2>/dev/null || true
  read stop
  kill -TERM $!
  wait $!`;

test.skipIf(!canMount)(
  `P2: a design that waits for a full disk says so at once, and a cancellation that cannot be stored is none${unlessMountable}`,
  { timeout: COMMAND_BOUND_MS },
  async () => {
    const child = spawn(
      'unshare',
      ['-rmp', '--fork', '--kill-child', 'sh', '-c', SCRIPT, 'sh', folder.path],
      {
        stdio: ['pipe', 'ignore', 'pipe'],
        env: {
          PATH: process.env.PATH ?? '',
          NODE: process.execPath,
          PROGRAM,
          CHARRETTE_DATA_DIR: folder.path,
          CHARRETTE_SANDBOX: 'node',
          CHARRETTE_REHEARSAL: '1',
          CHARRETTE_REHEARSAL_LATENCY_MS: '2000',
        },
        timeout: COMMAND_BOUND_MS,
        killSignal: 'SIGKILL',
      },
    );
    const ended = new Promise<number | null>((done) => child.once('close', done));
    let said = '';
    for await (const text of child.stderr.setEncoding('utf8')) {
      const before = said;
      said += text;
      const now = (words: string) => said.includes(words) && !before.includes(words);
      if (now('is ready')) child.stdin.write('fill\n');
      if (now('Waiting, and')) child.stdin.write('stop\n');
    }
    expect([await ended, said]).toEqual([
      1,
      expect.stringMatching(
        /Waiting, and .*disk.* is full[\s\S]*not cancelled: .*disk.* is full[\s\S]*charrette cancel [0-9a-f]{8}/,
      ),
    ]);
    expect(said.match(/Waiting, and/g)).toHaveLength(1);
  },
);
