import { expect, test } from 'vitest';
import { lookUpOr } from '#acts/gateway/platform-access.ts';
import { ChatFault } from '#ports/chat.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { TestClock } from '../../turns/test-clock.ts';

/** A look-up that may take a second, and a clock that passes when the test says so. */
function lookedUp() {
  const clock = new TestClock();
  const log = keepLog();
  const answer = Promise.withResolvers<string>();
  const faultOf = () => new ChatFault('Nobody answers.', 'passing');
  const context = { platform: 'local', clock, log, faultOf };
  const found = lookUpOr(context, answer.promise, 1_000, 'unknown', { what: 'person' });
  return { clock, log, answer: answer.resolve, found };
}

test('what a platform answers while this process stands still is heard, however long that is', async () => {
  const { clock, log, answer, found } = lookedUp();
  clock.pass(60_000);
  answer('Ana');
  expect(await found).toBe('Ana');
  expect(log.events).toEqual([]);
});

test('a look-up that takes its whole time is done without, which is in the log', async () => {
  const { clock, log, found } = lookedUp();
  clock.run(1_000);
  expect(await found).toBe('unknown');
  expect(log.events).toMatchObject([{ event: 'look_up_late' }]);
});
