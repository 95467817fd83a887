import { describe, expect, test } from 'vitest';
import { rightsOf } from '#acts/gateway/platform-rights.ts';
import { type Asking, RIGHTS_KEPT } from '#engine/access/asking.ts';
import { ChatFault } from '#ports/chat.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { TestClock } from '../../turns/test-clock.ts';

const UNKNOWN = TEXTS.rightsUnknown('Slack');
const ASKINGS = Object.keys(RIGHTS_KEPT) as Asking[];

/** A platform that says whether somebody is there, and counts how often it is asked. */
function platform() {
  const clock = new TestClock();
  const state = { isThere: true, isAway: false, isSilent: false, asked: 0 };
  const faultOf = (error: unknown): ChatFault => {
    if (error instanceof ChatFault) return error;
    throw error;
  };
  const texts = { platform: 'Slack', help: '', example: '', chooseRepository: '' };
  const rights = rightsOf(
    { platform: 'slack', texts, faultOf, clock, log: keepLog() },
    'person',
    async () => {
      state.asked += 1;
      if (state.isSilent) return new Promise<never>(() => undefined);
      if (state.isAway) throw new ChatFault('Slack is away.', 'refused');
      return state.isThere;
    },
  );
  const ask = (asking: Asking) =>
    rights
      .get('ana', asking)
      .catch((error: unknown) => (error instanceof Error ? error.message : error));
  return { state, clock, rights, ask };
}

describe('A24: an answer about rights', () => {
  test.each([
    ['act', 10_000],
    ['page', 10_000],
    ['stream', 60_000],
  ] as const)('serves (%s) for %d ms, and not a millisecond longer', async (asking, freshMs) => {
    const { state, clock, ask } = platform();
    await ask(asking);
    state.isThere = false;
    clock.pass(freshMs - 1);
    expect(await ask(asking)).toBe(true);
    clock.pass(1);
    expect(await ask(asking)).toBe(false);
  });

  test.each([
    ['act', 10_000],
    ['page', 70_000],
    ['stream', 120_000],
  ] as const)(
    'an answer about rights that fails to come leaves the last one (%s), up to %d ms',
    async (asking, keptMs) => {
      const { state, clock, ask } = platform();
      await ask(asking);
      state.isAway = true;
      clock.pass(keptMs - 1);
      expect(await ask(asking)).toBe(true);
      clock.pass(1);
      expect(await ask(asking)).toBe(UNKNOWN);
    },
  );

  test('an answer about rights that never came lets nobody do or see anything', async () => {
    const { state, ask } = platform();
    state.isAway = true;
    for (const asking of ASKINGS) expect(await ask(asking)).toBe(UNKNOWN);
  });

  test('rights are asked for once in ten seconds by any number of pages, also during an outage', async () => {
    const { state, clock, ask } = platform();
    for (const isAway of [false, true]) {
      Object.assign(state, { isAway, asked: 0 });
      for (let second = 0; second < 60; second += 1) {
        await Promise.all(
          Array.from({ length: 200 }, (_, at) => ask(at % 2 === 0 ? 'page' : 'act')),
        );
        clock.pass(1_000);
      }
      expect(state.asked).toBe(6);
    }
  });

  test('an answer about rights is asked for once a minute by two hundred streams, also while the platform is away', async () => {
    const { state, clock, ask } = platform();
    for (const isAway of [false, true]) {
      Object.assign(state, { isAway, asked: 0 });
      for (let beat = 0; beat < 20; beat += 1) {
        await Promise.all(Array.from({ length: 200 }, () => ask('stream')));
        clock.pass(15_000);
      }
      expect(state.asked).toBe(5);
    }
  });

  test('an answer about rights that the platform itself has outdated is asked for again at once', async () => {
    const { state, rights, ask } = platform();
    for (const asking of ASKINGS) {
      Object.assign(state, { isThere: true });
      rights.forget('ana');
      expect(await ask(asking)).toBe(true);
      state.isThere = false;
      rights.forget('ana');
      expect(await ask(asking)).toBe(false);
    }
  });

  test('an answer about rights is waited for five seconds where the platform answers nothing', async () => {
    const { state, clock, ask } = platform();
    state.isSilent = true;
    let told: unknown = null;
    const asked = ask('act').then((answer) => {
      told = answer;
    });
    clock.run(4_999);
    await Promise.resolve();
    expect(told).toBeNull();
    clock.run(1);
    await asked;
    expect(told).toBe(UNKNOWN);
  });
});
