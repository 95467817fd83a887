import { describe, expect, test } from 'vitest';
import { hasTooManyValues, MESSAGE_VALUES } from '../../src/sessions/channel.ts';
import { FrameReader, frameOf, MESSAGE_BYTES } from '../../src/sessions/child/envelope.mjs';
import { makeReadyAsAnother } from '../../src/sessions/crash.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import {
  ada,
  misbehaving,
  newSessionId,
  openSessions,
  startHealthy,
  Witness,
} from '../support/processes/child-sessions.ts';

describe('a session that breaks the protocol', () => {
  const lossOf = async (program: string, changes: Parameters<typeof openSessions>[0] = {}) => {
    const sessions = openSessions({ program: misbehaving(program), ...changes });
    const witness = new Witness();
    sessions.start(newSessionId(), ada, witness);
    const loss = await witness.untilLost();
    await sessions.close();
    expect(witness.losses).toHaveLength(1);
    expect(witness.messages).toHaveLength(0);
    return loss;
  };

  test.each([
    ['unprotocolled', 'it sent an invalid message'],
    ['not-json', 'it sent an invalid message'],
    ['not-text', 'it sent an invalid message'],
    ['internal-command', 'it sent an invalid message'],
    ['empty-frame', 'it sent an empty message'],
    ['speaks-lines', 'it sent a message of 175841891 bytes'],
    ['too-large', 'it sent a message of 94'],
    ['announces-much', 'it sent a message of 600000000 bytes, and 8388608 are allowed'],
    ['too-deep', 'it sent an invalid message (input: it is nested too deeply)'],
    ['too-many-values', 'it sent a message with more than 100000 values'],
    ['talks-first', 'it sent call_tool before it was ready'],
    ['forged-pong', 'it answered a ping that was never sent'],
    ['pongs-twice', 'it answered a ping that was never sent, or was already answered'],
    ['speaks-as-charrette', 'it sent an invalid message (message: there is no such field)'],
  ])('%s: it is ended, and nothing of it is passed on', async (program, detail) => {
    const { cause, lastWords } = await lossOf(program);
    expect(cause.kind).toBe('protocol_error');
    expect(cause.detail).toContain(detail);
    expect(lastWords.signal).toBe('SIGKILL');
  });

  test('sessions that fall silent are ended when a beat is missed, or they are not ready in time', async () => {
    const unended = ['half-frame', 'half-length', 'half-frame-first', 'endless-frame'];
    const programs = [...unended, 'closes-its-channel'];
    // A busy machine may take this long to start one, so all of them wait at the same time.
    const bounds = { heartbeatMs: 3_000, readyMs: 10_000 };
    const losses = await Promise.all(programs.map((program) => lossOf(program, bounds)));
    const found = losses.map(({ cause, lastWords }) => [
      cause.kind,
      lastWords.signal,
      cause.detail,
    ]);
    const expected = (detail: string) => [
      'protocol_error',
      'SIGKILL',
      expect.stringContaining(detail),
    ];
    expect(found).toEqual([
      ...unended.map(() => expected('began a message and did not end it')),
      expected('closed its channel'),
    ]);
  });

  test('what a session prints goes to its standard error, and not into its channel', async () => {
    const sessions = openSessions({ program: misbehaving('prints') });
    const { witness, pid } = await startHealthy(sessions);
    process.kill(pid, 'SIGKILL');
    const { cause, lastWords } = await witness.untilLost();
    expect(cause.kind).toBe('killed');
    expect(lastWords.stderr).toContain('a notice of a library');
    expect(lastWords.stderr).toContain('and another one');
  });

  test('a session that never stops speaking is ended, however valid its messages are', async () => {
    // No time passes in which it might send more.
    const startedAt = realClock.now();
    const clock = { ...realClock, now: () => startedAt };
    const sessions = openSessions({ program: misbehaving('never-stops'), clock });
    const witness = new Witness();
    sessions.start(newSessionId(), ada, witness);
    const { cause } = await witness.untilLost();
    expect(cause).toMatchObject({
      kind: 'protocol_error',
      detail: 'it sent more than a session may within 3 s',
    });
    expect(witness.messages.length).toBeLessThan(4_100);
  });

  test('words from a session are no sentence of Charrette’s', () => {
    const { detail } = makeReadyAsAnother('sign in at https://evil.example', 2);
    expect(detail).toBe('reported ready as an unknown session, protocol version 2');
  });

  test('a session that is gone in the middle of a message has ended by itself', async () => {
    const { cause } = await lossOf('half-frame-and-gone');
    expect(cause).toMatchObject({
      kind: 'protocol_error',
      detail: 'ended in the middle of a message',
    });
  });

  test('a message that finds a fault in Charrette ends its session alone', async () => {
    const sessions = openSessions({ program: misbehaving('speaks-and-waits') });
    const witness = new Witness();
    witness.onMessage = () => {
      throw new Error('a fault of ours');
    };
    sessions.start(newSessionId(), ada, witness);
    const { cause } = await witness.untilLost();
    expect(cause.detail).toBe('it sent asked_again that could not be handled');
  });
});

describe('frames', () => {
  const readAll = (chunks: readonly Buffer[]) => {
    const messages: string[] = [];
    const refusals: string[] = [];
    const reader = new FrameReader({
      message: (message) => messages.push(message.toString()),
      refused: (why) => refusals.push(why),
    });
    for (const chunk of chunks) reader.read(chunk);
    return { messages, refusals, isCutOff: reader.isCutOff };
  };
  const said = ['"one"', '{"two":"ä€😀"}', `"${'x'.repeat(1_000)}"`];
  const stream = Buffer.concat(said.map(frameOf));

  test.each([1, 2, 3, 5, 7, 64, 10_000])(
    'frames are put together from pieces of %i bytes',
    (pieceBytes) => {
      const pieces = Array.from({ length: Math.ceil(stream.length / pieceBytes) }, (_, piece) =>
        stream.subarray(piece * pieceBytes, (piece + 1) * pieceBytes),
      );
      expect(readAll(pieces)).toEqual({ messages: said, refusals: [], isCutOff: false });
    },
  );

  test('the largest is read, and one byte more is refused with all that follows', () => {
    const largest = 'x'.repeat(MESSAGE_BYTES);
    expect(readAll([frameOf(largest)]).messages).toEqual([largest]);
    const { messages, refusals } = readAll([frameOf(`${largest}x`), frameOf('"late"')]);
    expect(messages).toEqual([]);
    expect(refusals).toEqual([
      `a message of ${MESSAGE_BYTES + 1} bytes, and ${MESSAGE_BYTES} are allowed`,
    ]);
  });

  test('a frame that lacks its last byte is cut off', () => {
    const { messages, isCutOff } = readAll([stream.subarray(0, -1)]);
    expect(messages).toEqual(said.slice(0, 2));
    expect(isCutOff).toBe(true);
  });
});

describe('the bounds of a message’s content', () => {
  const listOf = (values: number) =>
    `[${Array(values - 1)
      .fill('0')
      .join()}]`;
  const isRefused = (json: string) => hasTooManyValues(Buffer.from(json));

  test('values are counted', () => {
    expect(isRefused(listOf(MESSAGE_VALUES))).toBe(false);
    expect(isRefused(listOf(MESSAGE_VALUES + 1))).toBe(true);
    expect(isRefused('{"a":'.repeat(MESSAGE_VALUES))).toBe(true);
  });

  test('separators inside strings do not count, even behind quotation marks in them', () => {
    const text = `,${'['.repeat(MESSAGE_VALUES)},`;
    expect(isRefused(JSON.stringify({ [text]: `" \\" \\\\" ${text}` }))).toBe(false);
    expect(isRefused(`["a\\\\",${listOf(MESSAGE_VALUES)}]`)).toBe(true);
  });
});
