import { describe, expect, test } from 'vitest';
import { Poller } from '../../src/foundation/poller.ts';
import { TestClock } from '../turns/test-clock.ts';

const EVERY_MS = 100;

/** A poller whose polls end when the test says so. */
function makePoller() {
  const clock = new TestClock();
  const open: PromiseWithResolvers<'done' | 'failed'>[] = [];
  let begun = 0;
  const poller = new Poller(clock, EVERY_MS, () => {
    begun += 1;
    const poll = Promise.withResolvers<'done' | 'failed'>();
    open.push(poll);
    return poll.promise;
  });
  const end = async (outcome: 'done' | 'failed' = 'done') => {
    open.shift()?.resolve(outcome);
    await new Promise(setImmediate);
  };
  return { poller, clock, end, polls: () => ({ begun, open: open.length, armed: clock.armed }) };
}

describe('a poller', () => {
  test('ignores hints before its start', () => {
    const { poller, polls } = makePoller();
    poller.hint();
    expect(polls()).toEqual({ begun: 0, open: 0, armed: 0 });
  });

  test('polls at the start, and again after each interval', async () => {
    const { poller, clock, end, polls } = makePoller();
    poller.start();
    await end();
    clock.pass(EVERY_MS - 1);
    expect(polls()).toEqual({ begun: 1, open: 0, armed: 1 });
    clock.pass(1);
    expect(polls()).toEqual({ begun: 2, open: 1, armed: 0 });
  });

  test('polls at once at a hint, and drops the poll that was due', async () => {
    const { poller, end, polls } = makePoller();
    poller.start();
    await end();
    poller.hint();
    expect(polls()).toEqual({ begun: 2, open: 1, armed: 0 });
  });

  test('polls once more after a poll with hints, never twice at a time', async () => {
    const { poller, end, polls } = makePoller();
    poller.start();
    poller.hint();
    poller.hint();
    expect(polls()).toEqual({ begun: 1, open: 1, armed: 0 });
    await end();
    expect(polls()).toEqual({ begun: 2, open: 1, armed: 0 });
    await end();
    expect(polls()).toEqual({ begun: 2, open: 0, armed: 1 });
  });

  test('waits for its interval after a poll that failed, whatever was hinted', async () => {
    const { poller, end, polls } = makePoller();
    poller.start();
    poller.hint();
    await end('failed');
    expect(polls()).toEqual({ begun: 1, open: 0, armed: 1 });
  });

  test('has polled after the first poll, though another one follows', async () => {
    const { poller, end, polls } = makePoller();
    poller.start();
    const { polled } = poller;
    poller.hint();
    await end();
    await polled;
    expect(polls()).toEqual({ begun: 2, open: 1, armed: 0 });
  });

  test('polls at once when it is started again while it waits', async () => {
    const { poller, end, polls } = makePoller();
    poller.start();
    await end();
    poller.start();
    expect(polls()).toEqual({ begun: 2, open: 1, armed: 0 });
  });

  test('begins no poll once it is stopped while it waits', async () => {
    const { poller, clock, end, polls } = makePoller();
    poller.start();
    await end();
    poller.stop();
    poller.hint();
    poller.start();
    clock.pass(EVERY_MS);
    expect(polls()).toEqual({ begun: 1, open: 0, armed: 0 });
  });

  test('lets the poll that runs end after its stop, and begins no other', async () => {
    const { poller, end, polls } = makePoller();
    poller.start();
    poller.hint();
    poller.stop();
    let hasPolled = false;
    const polled = poller.polled.then(() => {
      hasPolled = true;
    });
    await new Promise(setImmediate);
    expect(hasPolled).toBe(false);
    await end();
    await polled;
    expect(polls()).toEqual({ begun: 1, open: 0, armed: 0 });
  });
});
