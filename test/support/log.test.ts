import { expect, test } from 'vitest';
import { Fault } from '#support/fault.ts';
import { createLog, type LogLevel } from '#support/log.ts';
import { createRedactor } from '#support/redact.ts';

function open(level: LogLevel) {
  const lines: string[] = [];
  const redact = createRedactor(['correct-horse']);
  const log = createLog({ level, redact, write: (line) => lines.push(line) });
  return { log, lines, read: () => lines.map((line) => JSON.parse(line)) };
}

test('a line of the log is one of JSON, with time, level, event and facts', () => {
  const { log, lines, read } = open('info');
  log.info('session_lost', { designId: 'dsn_1', cause: { kind: 'killed' }, text: 'a\nb' });
  expect(lines[0]).toMatch(/^\{[^\n]*\}\n$/);
  expect(read()).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      event: 'session_lost',
      designId: 'dsn_1',
      cause: { kind: 'killed' },
      text: 'a\nb',
    },
  ]);
});

test.each([
  ['debug', 4],
  ['warn', 2],
  ['silent', 0],
] as const)('at the level %s it writes %i of four lines', (level, count) => {
  const { log, lines } = open(level);
  for (const each of ['debug', 'info', 'warn', 'error'] as const) log[each]('an_event');
  expect(lines).toHaveLength(count);
});

test('an error says what it is: a fault with its cause, a bug with its stack', () => {
  const { log, read } = open('error');
  const cause = new Error('connect ECONNREFUSED');
  log.error('an_event', { error: new Fault('store_away', 'Postgres is away', { cause }) });
  log.error('an_event', { error: new TypeError('x is not a function') });
  const [fault, bug] = read();
  expect(fault.code).toBe('store_away');
  expect(bug).not.toHaveProperty('code');
  expect(fault.error).toBe('Postgres is away; because: connect ECONNREFUSED');
  expect(bug.error).toMatch(/^TypeError: x is not a function\n +at /);
});

test('D6: no secret is written, wherever it stands in a line', () => {
  const { log, lines, read } = open('info');
  log.info('an_event', {
    'correct-horse': 1,
    list: [{ deep: 'my correct-horse' }],
    error: new Error('https://me:hunter2hunter2@host'),
  });
  expect(lines[0]).not.toMatch(/correct-horse|hunter2/);
  expect(read()).toMatchObject([{ list: [{ deep: 'my [redacted]' }] }]);
});
