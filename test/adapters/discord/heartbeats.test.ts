import { expect, test } from 'vitest';
import { beginHeartbeats } from '../../../src/adapters/discord/connection/heartbeats.ts';
import { TestClock } from '../../runtime/turn/test-clock.ts';

const SECOND = 1_000;

function begun() {
  const clock = new TestClock();
  const seen = { sent: 0, silent: 0 };
  const heartbeats = beginHeartbeats(
    clock,
    () => {
      seen.sent += 1;
    },
    () => {
      seen.silent += 1;
    },
  );
  return { clock, seen, heartbeats };
}

test('a connection that answers is asked every five seconds, and after the last answer is silent within fifteen', () => {
  const { clock, seen, heartbeats } = begun();
  for (let sent = 1; sent <= 20; sent += 1) {
    expect(seen).toEqual({ sent, silent: 0 });
    heartbeats.answered();
    clock.pass(5 * SECOND);
  }
  clock.pass(5 * SECOND);
  expect(seen).toEqual({ sent: 22, silent: 0 });
  clock.pass(5 * SECOND);
  expect([seen, clock.armed]).toEqual([{ sent: 22, silent: 1 }, 0]);
});

test('a process that was kept from running, and reads the answer only after its clock has gone off, has lost nothing', () => {
  const { clock, seen, heartbeats } = begun();
  for (let sent = 2; sent <= 20; sent += 1) {
    clock.pass(60 * SECOND);
    expect(seen).toEqual({ sent, silent: 0 });
    heartbeats.answered();
  }
});

test('once it is over nothing is sent, and nothing is called silent', () => {
  const { clock, seen, heartbeats } = begun();
  heartbeats[Symbol.dispose]();
  clock.pass(60 * SECOND);
  expect([seen, clock.armed]).toEqual([{ sent: 1, silent: 0 }, 0]);
});
