import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../entry/waiting.ts';
import {
  ada,
  keepLog,
  misbehaving,
  newSessionId,
  openSessions,
  startHealthy,
  Witness,
} from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { untilTooMuchTaken } from './memory.ts';

const MEBIBYTE = 1024 * 1024;

/** Starts one session and waits until it is lost. */
async function loseOne(changes: Parameters<typeof openSessions>[0]): Promise<Witness> {
  const sessions = openSessions(changes);
  const witness = new Witness();
  sessions.start(newSessionId(), ada, witness);
  await witness.untilLost();
  await sessions.close();
  expect(witness.losses).toHaveLength(1);
  return witness;
}

const lossOf = async (program: string, changes: Parameters<typeof openSessions>[0] = {}) => {
  const witness = await loseOne({ program: misbehaving(program), ...changes });
  const [loss] = witness.losses;
  if (loss === undefined) throw new Error('no loss');
  return { ...loss, witness };
};

/** How long it is at work is the machine's. */
const NOT_READY = {
  kind: 'not_ready',
  detail: expect.stringMatching(/^not ready within [\d.]+ s$/),
};

describe('a session that never becomes healthy', () => {
  test('C1: a process that cannot be spawned is the loss of that id, reported after start has returned', async () => {
    const program = { ...misbehaving('never-ready'), execPath: '/nowhere/node' };
    const sessions = openSessions({ program });
    const witness = new Witness();
    sessions.start(newSessionId(), ada, witness);
    expect(witness.losses).toHaveLength(0);
    const { cause, lastWords } = await witness.untilLost();
    expect(cause).toEqual({ kind: 'spawn_failed', detail: 'process could not be started' });
    expect(lastWords).toMatchObject({
      signal: null,
      stderr: expect.stringContaining('/nowhere/node'),
    });
  });

  test('C1: a spawn that throws at once is the loss of that id as well', async () => {
    const witness = await loseOne({ environment: { LC_ALL: 'nul\0byte' } });
    expect(witness.losses[0]?.cause.kind).toBe('spawn_failed');
  });

  test('C1: a process that exits first is lost with its exit code and the head and tail of its output', async () => {
    const { cause, lastWords, witness } = await lossOf('exits-early');
    expect(cause).toEqual({ kind: 'exited', detail: 'ended by itself with exit code 3' });
    expect(lastWords.exitCode).toBe(3);
    expect(lastWords.stderr).toMatch(/^the first line\n/);
    expect(lastWords.stderr).toMatch(/\[… [\d,]+ bytes left out …\]/);
    expect(lastWords.stderr).toMatch(/\nthe last line\n$/);
    expect(lastWords.stderr.length).toBeLessThan(33 * 1024);
    expect(witness.pids).toHaveLength(0);
  });

  test('C1: a process that never says ready is ended and lost when its time is up', async () => {
    const { cause, lastWords } = await lossOf('never-ready', { readyMs: 300 });
    expect(cause).toEqual(NOT_READY);
    expect(lastWords.signal).toBe('SIGKILL');
  });

  test('a process that works without end and never says ready is ended as well', async () => {
    const { cause, lastWords } = await lossOf('spins', { readyMs: 1_000 });
    expect(cause).toEqual(NOT_READY);
    expect(lastWords.signal).toBe('SIGKILL');
  });

  test('a process that is still loading when its time is up is not lost', async () => {
    const program = misbehaving('loads-slowly');
    const sessions = openSessions({ program, readyMs: 2_000 });
    const witness = new Witness();
    sessions.start(newSessionId(), ada, witness);
    await Promise.race([witness.untilReady(), witness.untilLost()]);
    expect(witness.losses).toEqual([]);
  });

  test('C20: a standby that is still loading when two pings are unanswered is not lost', async () => {
    const log = keepLog();
    const program = misbehaving('loads-slowly');
    openSessions({ program, readyMs: 2_000, heartbeatMs: 1_000, standby: 1, log });
    const endings = () => log.events.filter(({ event }) => event.startsWith('session_standby'));
    await until('its end of loading', () => endings().length > 0);
    expect(endings()).toMatchObject([{ event: 'session_standby_ready' }]);
  });

  test('a process that says ready as another session is lost', async () => {
    const { cause, witness } = await lossOf('impostor');
    expect(cause.kind).toBe('not_ready');
    expect(cause.detail).toContain('as session ses_00000000');
    expect(witness.pids).toHaveLength(0);
  });

  test('a process that speaks another version of the protocol is lost', async () => {
    const { cause } = await lossOf('from-the-future');
    expect(cause.kind).toBe('not_ready');
    expect(cause.detail).toContain('protocol version 99');
  });
});

describe('a message that breaks the protocol', () => {
  test('a message that is too large to be sent ends the session instead of reaching it', async () => {
    const sessions = openSessions();
    const { id, witness } = await startHealthy(sessions);
    const text = 'x'.repeat(9 * 1024 * 1024);
    sessions.send(id, {
      type: 'tool_answer',
      turnId: 't',
      callId: 'c',
      ok: true,
      text,
      ends: false,
    });
    const { cause } = await witness.untilLost();
    expect(cause.kind).toBe('protocol_error');
    expect(cause.detail).toContain('it would have been sent a message of');
  });

  test('a child that is sent a message outside the protocol exits, and gives the reason in its last output', async () => {
    const sessions = openSessions();
    const { id, witness } = await startHealthy(sessions);
    sessions.send(id, {
      type: 'tool_answer',
      turnId: 't'.repeat(100),
      callId: 'c',
      ok: true,
      text: '',
      ends: true,
    });
    const { cause, lastWords } = await witness.untilLost();
    expect(cause.kind).toBe('protocol_error');
    expect(lastWords.exitCode).toBe(76);
    expect(lastWords.stderr).toContain('having received an invalid message: turnId');
  });

  test('a child that is given a second session exits', async () => {
    const sessions = openSessions();
    const { id, witness } = await startHealthy(sessions);
    sessions.send(id, {
      type: 'assign',
      version: 2,
      sessionId: newSessionId(),
      participant: 'eve',
    });
    const { cause, lastWords } = await witness.untilLost();
    expect(cause.kind).toBe('protocol_error');
    expect(lastWords.stderr).toContain('a second session for one process');
  });
});

describe('a healthy session', () => {
  test('C20: a session that has answered once is hung when it only works and answers no more', async () => {
    const { cause } = await lossOf('answers-once', { heartbeatMs: 500 });
    expect(cause).toEqual({ kind: 'hung', detail: 'no answer for 1 s' });
  });

  test('C3: an exit, a closed channel and a broken protocol together are one loss', async () => {
    const sessions = openSessions({ heartbeatMs: 20 });
    const { id, witness, pid } = await startHealthy(sessions);
    process.kill(pid, 'SIGKILL');
    sessions.send(id, { type: 'stop' });
    const text = 'x'.repeat(9 * 1024 * 1024);
    sessions.send(id, {
      type: 'tool_answer',
      turnId: 't',
      callId: 'c',
      ok: true,
      text,
      ends: false,
    });
    await witness.untilLost();
    await sessions.close();
    expect(witness.losses).toHaveLength(1);
  });

  test('D5: a session that is more than one process is ended, as the system bounds those of a user only', async () => {
    const own = misbehaving('speaks-and-waits');
    const folder = temporaryFolder();
    const execPath = join(folder, 'forks');
    writeFileSync(execPath, `#!/bin/sh\nsleep 60 &\nexec "${process.execPath}" "$@"\n`, {
      mode: 0o700,
    });
    const { cause } = await lossOf('', { program: { ...own, execPath }, heartbeatMs: 300 });
    expect(cause).toMatchObject({ kind: 'protocol_error', detail: 'it started a process' });
  });

  test('C20: a session over its memory bound outside its heap is ended, after no more growth than between heartbeats', async () => {
    const mebibytes = 150;
    const { cause, lastWords } = await untilTooMuchTaken({ memoryBytes: mebibytes * MEBIBYTE });
    expect(cause.kind).toBe('out_of_memory');
    expect(cause.detail).toMatch(/^used \d{3} MiB of memory, more than the 150 MiB allowed$/);
    expect(lastWords.residentBytes).toBeGreaterThan(mebibytes * MEBIBYTE);
    // What is mapped of Node's own code counts apart.
    expect(lastWords.residentBytes).toBeLessThan((mebibytes + 64) * MEBIBYTE);
  });

  test('T5: messages sent before its death are received, before its loss', async () => {
    const { cause, witness } = await lossOf('speaks-and-dies');
    expect(cause.kind).toBe('killed');
    expect(witness.messages).toEqual([
      { type: 'asked_again', turnId: 't', reason: 'the last thing I say' },
    ]);
  });

  test('D1: its last words name the last messages by kind and size, and nothing of their content', async () => {
    const sessions = openSessions();
    const { id, witness, pid } = await startHealthy(sessions);
    sessions.send(id, {
      type: 'tool_answer',
      turnId: 't',
      callId: 'c',
      ok: true,
      text: 'a secret',
      ends: false,
    });
    process.kill(pid, 'SIGKILL');
    const { lastWords } = await witness.untilLost();
    expect(lastWords.lastMessages).toContainEqual(
      expect.stringMatching(/^→ tool_answer ok, \d+ bytes$/),
    );
    expect(lastWords.lastMessages.join('\n')).not.toContain('a secret');
  });
});
