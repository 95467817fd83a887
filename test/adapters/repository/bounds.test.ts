import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepLog } from '../../support/processes/child-sessions.ts';
import {
  blame,
  commit,
  commitNamed,
  git,
  history,
  list,
  makeRepository,
  pin,
  read,
  repositories,
  search,
  temporaryFolder,
  text,
  unbounded,
} from './repository-on-disk.ts';

const MIB = 1024 ** 2;

/**
 * A git that follows a shell script, with the real one as $REAL, before or instead of running it.
 */
function scriptedGit(script: string): string {
  const real = spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
  const program = join(temporaryFolder(), 'git');
  writeFileSync(program, `#!/bin/sh\nREAL='${real}'\n${script}\n`);
  chmodSync(program, 0o755);
  return program;
}

const hangIn = (command: string, pidFile: string) =>
  scriptedGit(
    `case " $* " in *" ${command} "*) echo $$ > '${pidFile}.new'; mv '${pidFile}.new' '${pidFile}'; exec sleep 60;; esac\nexec "$REAL" "$@"`,
  );

/** Resolves when the file is there; the test's own bound ends a wait in vain. */
async function appeared(file: string): Promise<void> {
  const events = new Promise<void>((resolve) => {
    const watcher = watch(join(file, '..'), () => {
      if (!existsSync(file)) return;
      watcher.close();
      resolve();
    });
  });
  if (!existsSync(file)) await events;
}

function isRunning(pidFile: string): boolean {
  const pid = Number(readFileSync(pidFile, 'utf8'));
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

describe('bounds', () => {
  it('P7: a line of 100,000 emoji, and a message of them, are cut between letters by every tool', async () => {
    for (const before of ['', 'x']) {
      const emoji = `${before}${'👩‍👩‍👧🧭'.repeat(50_000)}`;
      const folder = makeRepository({
        'a.txt': `${emoji}\n`,
        'b.txt': `${'x'.repeat(997)}${emoji} needle\n`,
      });
      commit(folder, `${emoji.slice(0, 9_000)}\n\n${emoji.slice(0, 9_000)}`, {
        'a.txt': `${emoji}!\n`,
      });
      const pinned = await pin(folder);
      const calls = [
        read('a.txt'),
        read('b.txt'),
        search('🧭'),
        search('needle'),
        history(''),
        blame('a.txt'),
      ];
      for (const [tool, input] of calls) {
        const answer = await text(pinned, tool, input);
        const content = [{ type: 'tool_result', toolUseId: 'one', content: answer }];
        const sent = JSON.stringify({ role: 'user', content });
        expect(sent).not.toMatch(/\\ud[89a-f]/);
        expect(answer.isWellFormed() && !answer.includes('\ufffd'), tool).toBe(true);
        // A letter that was halved leaves a joiner at its end, or a part of the family alone.
        expect(answer).not.toMatch(
          /\u200d(?!\p{Extended_Pictographic})|👩(?!\u200d)|(?<!\u200d)👧/u,
        );
      }
    }
  }, 60_000);

  it('A15: a git that takes too long is killed, and the model is asked to narrow its request', async () => {
    const pidFile = join(temporaryFolder(), 'pid');
    const folder = makeRepository({ 'a.txt': 'x' });
    const log = keepLog();
    const pinned = await pin(folder, {
      log,
      gitPath: hangIn('grep', pidFile),
      bounds: { callMs: 5_000 },
    });
    const answer = await pinned.run(...search('x'), unbounded);
    expect(answer).toEqual({ ok: false, text: expect.stringContaining('took longer than 5 s') });
    expect(isRunning(pidFile)).toBe(false);
    expect(log.events).toEqual([
      {
        event: 'repository_tool_stopped',
        facts: { repository: 'sample', tool: 'search_text', reason: 'timed_out' },
      },
    ]);
  });

  it('A15: a file that packs small and reads huge takes bounded memory, and the rest can be read', async () => {
    const line = 'one needle in a file of one line over and over\n';
    const huge = line.repeat(Math.ceil((40 * MIB) / line.length));
    const folder = makeRepository({ 'huge.txt': huge, 'src/a.ts': 'const needle = 1;\n' });
    const log = keepLog();
    const pinned = await pin(folder, { log, bounds: { memoryBytes: 32 * MIB } });
    expect(await pinned.run(...search('needle'), unbounded)).toEqual({
      ok: false,
      text: 'This took more than 32 MiB of memory and was ended: there is a huge file. Narrow the path so that it is left out.',
    });
    expect(log.events).toEqual([
      {
        event: 'repository_tool_stopped',
        facts: { repository: 'sample', tool: 'search_text', reason: 'out_of_memory' },
      },
    ]);
    expect((await pinned.run(...search('needle', 'src'), unbounded)).text).toContain(
      'src/a.ts:1: const needle = 1;',
    );
    expect((await pinned.run(...read('huge.txt', 2, 1), unbounded)).text).toContain(
      '2: one needle',
    );
    git(folder, ['repack', '-adq']);
    expect((await pinned.run(...search('needle'), unbounded)).text).toContain(
      'more than 32 MiB of memory',
    );
    const unlimited = await pin(folder, { bounds: { memoryBytes: 4_096 * MIB } });
    expect((await unlimited.run(...search('needle'), unbounded)).text).toContain(
      'huge.txt:1: one needle',
    );
  });

  it('A15: a read that others kept from starting is told to come later, not to be smaller', async () => {
    const pidFile = join(temporaryFolder(), 'pid');
    const folder = makeRepository({ 'a.txt': 'x' });
    const bounds = { processes: 1, callMs: 5_000 };
    const pinned = await pin(folder, { gitPath: hangIn('grep', pidFile), bounds });
    const first = pinned.run(...search('x'), unbounded);
    await appeared(pidFile);
    const second = pinned.run(...read('a.txt'), AbortSignal.timeout(1));
    expect((await first).text).toContain('took longer than 5 s');
    expect(await second).toEqual({
      ok: false,
      text: expect.stringContaining('Too many reads are waiting'),
    });
  });

  it('a turn that ends kills the git it waits for', async () => {
    const pidFile = join(temporaryFolder(), 'pid');
    const folder = makeRepository({ 'a.txt': 'x' });
    const pinned = await pin(folder, { gitPath: hangIn('grep', pidFile) });
    const turn = new AbortController();
    const answer = pinned.run(...search('x'), turn.signal);
    await appeared(pidFile);
    turn.abort();
    expect(await answer).toEqual({ ok: false, text: 'The turn ended before this was read.' });
    expect(isRunning(pidFile)).toBe(false);
    const later = await pinned.run(...list(''), turn.signal);
    expect(later.ok).toBe(false);
  });

  it.each([
    ['of one git', 500],
    ['between two of them', 1],
  ])('a repository whose time to be opened ends in the middle %s is a fault', async (_, callMs) => {
    const pidFile = join(temporaryFolder(), 'pid');
    const folder = makeRepository({ 'a.txt': 'x' });
    const hanging = repositories({ gitPath: hangIn('ls-tree', pidFile), bounds: { callMs } });
    await expect(hanging.pin(folder, 'slow')).rejects.toMatchObject({
      code: 'repository_unreadable',
      message: expect.stringContaining('took longer than'),
    });
  });

  it('no more processes run at a time than allowed, for all calls together', async () => {
    const trace = join(temporaryFolder(), 'trace');
    const folder = makeRepository({ 'a.txt': 'x' });
    // Once it is traced, the first process waits for the second, so that two do run at a time.
    const meets = `until [ "$(grep -c + '${trace}')" -ge 2 ]; do sleep 0.01; done`;
    const traced = `echo + >> '${trace}'\n${meets}\n"$REAL" "$@"\ncode=$?\necho - >> '${trace}'\nexit $code`;
    const gitPath = scriptedGit(`[ -e '${trace}' ] || exec "$REAL" "$@"\n${traced}`);
    const pinned = await pin(folder, { gitPath, bounds: { processes: 2 } });
    writeFileSync(trace, '');
    const calls = Array.from({ length: 8 }, () => text(pinned, ...list('')));
    await Promise.all(calls);
    let running = 0;
    let most = 0;
    for (const mark of readFileSync(trace, 'utf8').trim().split('\n')) {
      running += mark === '+' ? 1 : -1;
      most = Math.max(most, running);
    }
    expect(most).toBe(2);
  });

  it('calls beyond the allowed queue are refused', async () => {
    const folder = makeRepository({ 'a.txt': 'x' });
    const pinned = await pin(folder, { bounds: { processes: 1, waiting: 2 } });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => pinned.run(...history('', 1), unbounded)),
    );
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(10);
    for (const answer of refused) expect(answer.text).toContain('Too many reads are waiting');
  });

  it('an endless listing is cut off and its process ended', async () => {
    const folder = makeRepository({ 'a.txt': 'x' });
    const names = Array.from({ length: 3_000 }, (_, index) =>
      Buffer.from(`d/${'n'.repeat(100)}${index}`),
    );
    commitNamed(folder, names, '');
    const pinned = await pin(folder, { bounds: { listBytes: 100_000 } });
    expect(pinned.pinned.digest).toMatch(/at least [\d,]+ files/);
    const listed = await text(pinned, ...list('d'));
    expect(listed).toMatch(/at least \d+ entries/);
    expect(listed).toMatch(/at least \d+ more; list d\/<beginning>\*/);
    const endless = scriptedGit(
      `case " $* " in *" grep "*) exec yes needle;; esac\nexec "$REAL" "$@"`,
    );
    const flooded = await pin(folder, { gitPath: endless, bounds: { listBytes: 100_000 } });
    expect(await text(flooded, ...search('x'))).toContain('No line');
  });

  it('git gets nothing of this process’s environment except the search path', async () => {
    const seen = join(temporaryFolder(), 'environment');
    const folder = makeRepository({ 'a.txt': 'x' });
    const gitPath = scriptedGit(`env > '${seen}'\nexec "$REAL" "$@"`);
    await pin(folder, { gitPath });
    const names = readFileSync(seen, 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0] ?? '');
    const allowed = /^(?:PATH|HOME|LC_ALL|GIT_[A-Z_]+|SSH_ASKPASS|PWD|OLDPWD|SHLVL|_|REAL|)$/;
    expect(names.filter((name) => !allowed.test(name))).toEqual([]);
    // There are others here.
    expect(Object.keys(process.env).filter((name) => !allowed.test(name))).not.toEqual([]);
    expect(names).toContain('GIT_ALLOW_PROTOCOL');
  });
});
