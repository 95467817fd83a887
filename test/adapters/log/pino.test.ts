import { expect, test } from 'vitest';
import { createLog } from '#adapters/log/pino.ts';
import { Fault, SEE_LOG } from '#foundation/fault.ts';
import type { Log } from '#foundation/log.ts';
import { createRedactor, REDACTED } from '#foundation/redaction.ts';

/** What a log writes. */
function writtenBy(
  use: (log: Log) => void,
  redact: (text: string) => string,
  isForPeople = false,
): string {
  let written = '';
  const write = (line: string) => {
    written += line;
  };
  use(createLog({ level: 'info', redact, write, isForPeople }));
  return written;
}

const logged = (isForPeople: boolean) =>
  writtenBy(useLog, (text) => text.replaceAll('hunter2', '[secret]'), isForPeople);

function useLog(log: Log): void {
  log.debug('not_written');
  log.warn('session_lost', {
    designId: 'dsn_1',
    cause: 'killed with hunter2\u001b[2J\u202e\u009b\u{e0041}',
    count: 2,
  });
  log.error('request_failed', { error: new TypeError('no such thing') });
  log.error('store_away', {
    error: new Fault(
      'store_unavailable',
      `No. ${SEE_LOG}`,
      new Error(`XX000: hunter2 ${'x'.repeat(900)}`),
    ),
  });
}

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

test('D7: a line is JSON, with its time in ISO 8601 and its level by name', () => {
  const lines = logged(false).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      time: expect.stringMatching(TIME),
      level: 'warn',
      msg: 'session_lost',
      designId: 'dsn_1',
      count: 2,
    },
    { level: 'error', msg: 'request_failed', error: 'TypeError: no such thing' },
    {
      msg: 'store_away',
      error: expect.stringMatching(/^Fault: No\. The cause: XX000: \[secret\] x{400,490}$/),
    },
  ]);
  expect(lines.join('')).not.toContain('hunter2');
});

test('D7: no text in JSON commands a terminal or turns the reading order around, and it reads back unchanged', () => {
  const [lost] = logged(false).trimEnd().split('\n');
  expect(lost).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(lost ?? '').cause).toBe('killed with [secret]\u001b[2J\u202e\u009b\u{e0041}');
});

test('D7: a match for a secret across two facts leaves the line whole', () => {
  const secret = 'sk "of\\ours';
  const facts = { from: 'http://ana:', to: 'somewhere@else' };
  const sent = { ...facts, list: [{ key: `is ${secret}` }] };
  const written = writtenBy((log) => log.info('sent', sent), createRedactor([secret]));
  expect(JSON.parse(written)).toMatchObject({ ...facts, list: [{ key: `is ${REDACTED}` }] });
});

test('D6: an error with a toJSON of its own is logged as name and message', () => {
  const error = Object.assign(new Error('lost'), { toJSON: () => ({ prompt: 'THE PROMPT' }) });
  const written = writtenBy((log) => log.warn('failed', { errors: [error] }), String);
  expect(JSON.parse(written)).toMatchObject({ errors: ['Error: lost'] });
});

test('D7: a fact that JSON cannot hold still gives a line', () => {
  const circular: Record<string, unknown> = { count: 9n };
  const write = () => writtenBy((log) => log.warn('failed', circular), String);
  expect(JSON.parse(write())).toMatchObject({ msg: 'failed', count: '9' });
  circular.itself = circular;
  expect(JSON.parse(write())).toMatchObject({
    msg: 'failed',
    unwritable: expect.stringContaining('circular'),
  });
});

test('D7: the log for people has the same in words, and commands no terminal', () => {
  const [lost, failed] = logged(true).trimEnd().split('\n');
  expect(lost).toMatch(
    new RegExp(`^${TIME} WARN {2}session_lost designId=dsn_1 cause="killed with \\[secret\\]`),
  );
  expect(lost).toMatch(/ count=2$/);
  expect(lost).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(failed).toMatch(/ ERROR request_failed error="TypeError: no such thing"$/);
});
