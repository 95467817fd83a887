import { describe, expect, it } from 'vitest';
import { Interrupts } from '#surfaces/terminal/interrupts.ts';

/** Ctrl-C with a clock in the hand and an answer in the other. */
function pressing() {
  const done: string[] = [];
  let now = 0;
  let answer: (yes: boolean) => void = () => undefined;
  const interrupts = new Interrupts(
    {
      ask: (signal) => {
        done.push('asked');
        signal.addEventListener('abort', () => done.push('question taken back'), { once: true });
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
      cancel: (signal) => done.push(`cancelled by ${signal}`),
      kill: () => done.push('killed'),
      failed: (error) => done.push(String(error)),
    },
    () => now,
  );
  return {
    done,
    interrupts,
    press: (afterMs = 1_000) => {
      now += afterMs;
      interrupts.pressed();
    },
    say: async (yes: boolean) => {
      answer(yes);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('Ctrl-C', () => {
  it('Ctrl-C asks first, cancels at the second, and kills at the third', () => {
    const { press, done } = pressing();
    press();
    expect(done).toEqual(['asked']);
    press();
    expect(done).toEqual(['asked', 'question taken back', 'cancelled by SIGINT']);
    press();
    expect(done.at(-1)).toBe('killed');
  });

  it('Ctrl-C goes on after a no, and asks again the next time', async () => {
    const { press, say, done } = pressing();
    press();
    await say(false);
    press();
    expect(done).toEqual(['asked', 'asked']);
    await say(true);
    expect(done.at(-1)).toBe('cancelled by SIGINT');
  });

  it('Ctrl-C has nothing to cancel after the end: the question is taken back, and the next kills', async () => {
    const { interrupts, press, say, done } = pressing();
    press();
    interrupts.end();
    await say(true);
    expect(done).toEqual(['asked', 'question taken back']);
    press();
    expect(done.at(-1)).toBe('killed');
  });

  it('Ctrl-C counts once when npm passes on what the terminal has sent already', () => {
    const { press, done } = pressing();
    press();
    press(20);
    expect(done).toEqual(['asked']);
  });

  it('a signal of the system cancels at once, and once', () => {
    const { interrupts, done } = pressing();
    interrupts.cancel('SIGTERM');
    interrupts.cancel('SIGHUP');
    expect(done).toEqual(['cancelled by SIGTERM']);
  });
});
