import { expect, test } from 'vitest';
import { createLog } from '../../../src/adapters/log/pino.ts';
import { Fault, SEE_LOG } from '../../../src/runtime/fault.ts';
import { createRedactor, REDACTED } from '../../../src/runtime/redaction.ts';

function logged(isForPeople: boolean): string {
  let written = '';
  const log = createLog({
    level: 'info',
    redact: (text) => text.replaceAll('hunter2', '[secret]'),
    write: (line) => {
      written += line;
    },
    isForPeople,
  });
  log.debug('not_written');
  log.warn('session_lost', {
    designId: 'dsn_1',
    cause: 'killed with hunter2\u001b[2J\u202e\u009b\u{e0041}',
    count: 2,
  });
  log.error('request_failed', { error: new TypeError('no such thing') });
  log.error('store_away', {
    error: new Fault('store_unavailable', `No. ${SEE_LOG}`, new Error(`XX000: hunter2 ${'x'.repeat(900)}`)),
  });
  return written;
}

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

test('D7: a line is JSON, with its time in ISO 8601 and its level by name', () => {
  const lines = logged(false).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { time: expect.stringMatching(TIME), level: 'warn', msg: 'session_lost', designId: 'dsn_1', count: 2 },
    { level: 'error', msg: 'request_failed', error: 'TypeError: no such thing' },
    {
      msg: 'store_away',
      error: expect.stringMatching(/^Fault: No\. The cause: XX000: \[secret\] x{400,490}$/),
    },
  ]);
  expect(lines.join('')).not.toContain('hunter2');
});

test('D7: as JSON, too, nothing commands a terminal or turns the reading order around, and reads back as it was', () => {
  const [lost] = logged(false).trimEnd().split('\n');
  expect(lost).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(lost ?? '').cause).toBe('killed with [secret]\u001b[2J\u202e\u009b\u{e0041}');
});

test('D7: what has the form of a secret across two facts leaves the line whole', () => {
  let written = '';
  const write = (line: string) => {
    written += line;
  };
  const secret = 'sk "of\\ours';
  const log = createLog({ level: 'info', redact: createRedactor([secret]), write });
  const facts = { from: 'http://ana:', to: 'somewhere@else' };
  log.info('sent', { ...facts, list: [{ key: `is ${secret}` }] });
  expect(JSON.parse(written)).toMatchObject({ ...facts, list: [{ key: `is ${REDACTED}` }] });
});

test('D7: for people the same is in words, and commands no terminal', () => {
  const [lost, failed] = logged(true).trimEnd().split('\n');
  expect(lost).toMatch(
    new RegExp(`^${TIME} WARN {2}session_lost designId=dsn_1 cause="killed with \\[secret\\]`),
  );
  expect(lost).toMatch(/ count=2$/);
  expect(lost).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(failed).toMatch(/ ERROR request_failed error="TypeError: no such thing"$/);
});
