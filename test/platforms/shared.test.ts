import { expect, test } from 'vitest';
import { Deliveries } from './deliveries.ts';
import { Faults } from './faults.ts';
import { PlatformRecord } from './record.ts';

/** Twenty calls one after the other, each repeated until it gets through. */
function outcomes(seed: number): string[] {
  const faults = new Faults({ seed, share: 0.3, spares: ['spared'] });
  const calls = Array.from({ length: 20 }, (_, at) => `call ${at}`);
  return calls.flatMap((body) => {
    expect(faults.next('spared', body)).toBeNull();
    const attempts: string[] = [];
    for (
      let mishap = faults.next('call', body);
      mishap !== null;
      mishap = faults.next('call', body)
    ) {
      attempts.push(mishap);
    }
    expect(attempts.length).toBeLessThanOrEqual(3);
    return [...attempts, 'well'];
  });
}

test('what goes wrong follows from the seed alone, and a call that is repeated gets through', () => {
  expect(outcomes(7)).toEqual(outcomes(7));
  expect(outcomes(7)).not.toEqual(outcomes(8));
  expect(new Set([1, 2, 3].flatMap(outcomes))).toEqual(
    new Set(['well', 'failed_before', 'failed_after', 'cut_before', 'cut_after', 'limited']),
  );
});

test('a script comes before the seed, in its order, for calls of its name', () => {
  const faults = new Faults();
  faults.script('post', 'cut_after', 'limited');
  faults.script('post', 'failed_before');
  const next = ['post', 'look', 'post', 'post', 'post'].map((name) => faults.next(name, 'x'));
  expect(next).toEqual(['cut_after', null, 'limited', 'failed_before', null]);
});

test('what a test wants to go wrong is no violation', () => {
  const record = new PlatformRecord();
  record.violate('late_ack: /design');
  record.allow(/^late_ack/);
  record.violate('late_ack: /design');
  record.violate('nothing there');
  expect(record.violations).toEqual(['late_ack: /design', 'nothing there']);
});

test('events that are held come in the order and as often as the test wants, and then at once', async () => {
  class Told extends Deliveries<string> {
    send(event: string): void {
      this.sent.push(event);
    }
    protected launch(event: string): void {
      this.underway(this.wait(1).then(() => this.send(event)));
    }
  }
  const deliveries = new Told(new AbortController().signal);
  deliveries.hold();
  for (const event of ['one', 'two']) deliveries.deliver(event);
  await deliveries.settled();
  expect(deliveries.sent).toEqual([]);
  deliveries.release((held) => [...held.toReversed(), ...held]);
  deliveries.deliver('three');
  await deliveries.settled();
  expect(deliveries.sent).toEqual(['two', 'one', 'one', 'two', 'three']);
});
