import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createRedactor } from '#support/redact.ts';
import { childThat, newSessionId, openSession, scripted, turn, use } from './child-sessions.ts';

/** Whatever the load: a process that was killed is gone at some time. */
async function untilGone(pid: number): Promise<void> {
  for (let looks = 0; existsSync(`/proc/${pid}`) && !isZombie(pid); looks += 1) {
    if (looks > 3_000) throw new Error(`process ${pid} is still there`);
    await sleep(10);
  }
}

/** Its parent was killed, and nobody has collected it yet. */
function isZombie(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
}

describe('a session', () => {
  test('C1: is ready with the id that was given at its spawn, and is its own process', async () => {
    const sessionId = newSessionId();
    const { session } = openSession({ sessionId });
    expect(session.id).toBe(sessionId);
    const { pid } = await session.ready;
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain(sessionId);
  });

  test('C1: that is never healthy is the loss of the id that was given', async () => {
    const { session, diagnostics } = openSession({ childFile: childThat('process.exit(7)') });
    const cause = await session.lost;
    const name = `ada-${session.id.slice(-8)}.log`;
    expect(cause).toEqual({
      kind: 'exited',
      detail: `its process ended by itself (exit code 7) [diagnostics: failures/${name}]`,
      diagnostics: `failures/${name}`,
    });
    expect(diagnostics.get(name)).toContain(session.id);
  });

  test('C1: that says ready for another id is lost', async () => {
    const { session } = openSession({
      childFile: childThat(`send({ type: 'ready', sessionId: 'ses_other', rssBytes })`),
    });
    expect(await session.lost).toMatchObject({ kind: 'bad_message' });
  });

  test('C1: that cannot be started is lost, and says why', async () => {
    const { session, diagnostics } = openSession({ childFile: '/nowhere/child.mjs' });
    expect(await session.lost).toMatchObject({
      kind: 'spawn_failed',
      detail: expect.stringContaining('its process could not be started'),
    });
    expect([...diagnostics.values()][0]).toContain('process    never started');
  });

  test('C1: that says nothing within four ticks was never ready', async () => {
    const { session } = openSession({ childFile: childThat(''), tickMs: 100 });
    expect(await session.lost).toMatchObject({
      kind: 'never_ready',
      detail: expect.stringMatching(/^it never became ready \[diagnostics: /),
    });
  });

  test('D1: that is killed keeps exit, memory and the kinds of its last messages, before it is lost', async () => {
    const stored = Promise.withResolvers<void>();
    const { session, diagnostics } = openSession({
      keepDiagnostics: async (name, text) => {
        await stored.promise;
        diagnostics.set(name, text);
      },
    });
    const { pid } = await session.ready;
    const script = scripted([[use('sign', { words: 'private words' })]]);
    await session.run(turn, script.broker);
    process.kill(pid, 'SIGKILL');
    let isLost = false;
    void session.lost.then(() => {
      isLost = true;
    });
    await untilGone(pid);
    expect(isLost).toBe(false);
    stored.resolve();
    const cause = await session.lost;
    expect(cause).toMatchObject({
      kind: 'killed',
      detail: expect.stringMatching(/^its process was killed \(SIGKILL\) \[diagnostics: failures/),
    });
    const text = diagnostics.get(basename(cause.diagnostics)) ?? '';
    expect(text).toMatch(/^signal {5}SIGKILL$/m);
    expect(text).toMatch(/^exit code {2}none$/m);
    expect(text).toMatch(/^memory {5}\d+ MiB$/m);
    expect(text).toMatch(/← call, \d+ bytes\n→ reply, \d+ bytes\n← submit/);
    expect(text).not.toContain('private words');
  });

  test('D2: has the last lines of its standard error behind the cause and the file, without control characters', async () => {
    const { session, diagnostics } = openSession({
      childFile: childThat(
        `process.stderr.write('first\\n' + 'x'.repeat(600) + '\\n\\nsecond\\u0007\\n third \\n', () => process.exit(3))`,
      ),
    });
    const { detail, diagnostics: name } = await session.lost;
    const [, lastLines = ''] = detail.split('.log] ');
    expect(detail).toMatch(
      /^its process ended by itself \(exit code 3\) \[diagnostics: failures\//,
    );
    expect(lastLines).toMatch(/^x+ \| second\ufffd \| third$/);
    expect(lastLines).toHaveLength(500);
    expect(diagnostics.get(basename(name))).toContain('first\n');
  });

  test('D4: whose diagnostics cannot be stored is lost all the same, and the log says it', async () => {
    const { session, logged } = openSession({
      childFile: childThat(`process.stderr.write('a reason', () => process.exit(3))`),
      keepDiagnostics: () => Promise.reject(new Error('the disk is full')),
    });
    expect(await session.lost).toEqual({
      kind: 'exited',
      detail: 'its process ended by itself (exit code 3) [diagnostics: not stored] a reason',
      diagnostics: '',
    });
    expect(logged).toMatchObject([{ event: 'diagnostics_not_stored' }]);
  });

  test('D6: has configured secrets and tokens in neither its cause nor its diagnostics', async () => {
    const { session, diagnostics } = openSession({
      redact: createRedactor(['correct-horse-battery']),
      childFile: childThat(
        `process.stderr.write('correct-horse-battery and xoxb-123456789012', () => process.exit(3))`,
      ),
    });
    const { detail, diagnostics: name } = await session.lost;
    expect(detail).toMatch(/ \[redacted\] and \[redacted\]$/);
    expect(diagnostics.get(basename(name))).toContain('[redacted] and [redacted]');
  });

  test('C20: that fills its heap is lost for want of memory', async () => {
    const { session } = openSession({
      heapMb: 32,
      childFile: childThat(`
        ready();
        const all = [];
        for (;;) all.push(Array.from({ length: 1_000 }, () => ({})));`),
    });
    expect(await session.lost).toMatchObject({
      kind: 'out_of_memory',
      detail: expect.stringMatching(/^it ran out of memory \[diagnostics: /),
    });
  });

  test('C20: that is stopped by a signal is hung after three pings, and is killed', async () => {
    const { session } = openSession({ tickMs: 1_000 });
    const { pid } = await session.ready;
    process.kill(pid, 'SIGSTOP');
    expect(await session.lost).toMatchObject({
      kind: 'hung',
      detail: expect.stringMatching(/^it stopped answering \[diagnostics: /),
    });
    await untilGone(pid);
  });

  test('C20: survives a pause of machine and daemon, however many ticks it lasted', async () => {
    const tickMs = 1_000;
    const { session } = openSession({ tickMs });
    const { pid } = await session.ready;
    process.kill(pid, 'SIGSTOP');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4.5 * tickMs);
    process.kill(pid, 'SIGCONT');
    const script = scripted([[use('sign')]]);
    expect(await session.run(turn, script.broker)).toBe('submitted');
  });

  test('D1: that writes to its standard error without end is ended, and keeps a bounded end of it', async () => {
    const { session, diagnostics } = openSession({
      childFile: childThat(`
        import { writeSync } from 'node:fs';
        ready();
        for (;;) writeSync(2, 'y'.repeat(60_000) + '\\n');`),
    });
    const { kind, diagnostics: name } = await session.lost;
    expect(kind).toBe('bad_message');
    expect(diagnostics.get(basename(name))?.length).toBeLessThan(64_000);
  });
});

describe('the end of a session', () => {
  test('C19: a stopped session ends by itself, and is not lost', async () => {
    const { session, diagnostics } = openSession();
    const { pid } = await session.ready;
    await Promise.all([session.stop(), session.stop()]);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    expect(await Promise.race([session.lost, setImmediate('not lost')])).toBe('not lost');
    expect(diagnostics.size).toBe(0);
  });

  test('C19: one that does not end by itself is killed', async () => {
    for (const program of [`ready(); process.stdin.on('end', () => { for (;;); })`, '']) {
      const { session } = openSession({
        childFile: childThat(
          `process.exit = () => undefined; ${program}; setInterval(() => {}, 1e6)`,
        ),
      });
      if (program !== '') await session.ready;
      await session.stop();
    }
  });

  test('C18: a child whose parent is killed ends by itself', async () => {
    const program = fileURLToPath(new URL('killed-parent.ts', import.meta.url));
    const parent = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(line);
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    parent.kill('SIGKILL');
    await untilGone(pid);
  });
});
