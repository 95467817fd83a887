import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJsonOf } from '../../src/foundation/canonical-json.ts';
import { chainEvent, GENESIS_HASH, verifyChain } from '../../src/record/chain.ts';
import { chainEvents } from '../support/designs/commits.ts';
import { sampleEvents } from '../support/designs/events.ts';

const events = chainEvents(Object.values(sampleEvents));

test('P8: an untouched chain verifies, and so does the chain of no events', () => {
  expect(verifyChain(events)).toBe(events.at(-1)?.hash);
  expect(verifyChain([])).toBe(GENESIS_HASH);
});

test('P8: a changed event is found at its place', () => {
  const changed = events.map((each) =>
    each.event.type === 'signature_given'
      ? { ...each, event: { ...each.event, verdict: 'signs' as const } }
      : each,
  );
  const place = events.findIndex(({ event }) => event.type === 'signature_given') + 1;
  expect(verifyChain(changed)).toMatchObject({ why: { seq: place } });
});

test('P8: an event whose own hash was made to fit breaks the chain at the next one', () => {
  const [first, ...rest] = events;
  if (first?.event.type !== 'design_started') throw new Error('the samples begin with the start');
  const forged = chainEvents([{ ...first.event, topic: 'Something else?' }]);
  expect(verifyChain([...forged, ...rest])).toMatchObject({ why: { seq: 2 } });
});

test('P8: a dropped, a repeated and a swapped event are found', () => {
  expect(verifyChain(events.toSpliced(4, 1))).toMatchObject({ why: { seq: 5 } });
  expect(verifyChain(events.slice(1))).toMatchObject({ why: { seq: 1 } });
  const [first, second, third] = events;
  if (!first || !second || !third) throw new Error('there are three samples');
  expect(verifyChain([first, first, third])).toMatchObject({ why: { seq: 2 } });
  const swapped = [first, { ...third, seq: 2 }, { ...second, seq: 3 }];
  expect(verifyChain(swapped)).toMatchObject({ why: { seq: 2 } });
});

test('the hash is SHA-256 over the previous hash, a line feed, and JSON with sorted keys', () => {
  const event = { type: 'answering_opened', deadlineAt: 2, at: 1 } as const;
  const text = `${GENESIS_HASH}\n{"event":{"at":1,"deadlineAt":2,"type":"answering_opened"},"seq":1}`;
  expect(chainEvent(GENESIS_HASH, 1, event)).toBe(createHash('sha256').update(text).digest('hex'));
});

test('canonical JSON does not depend on the order in which keys were written', () => {
  expect(canonicalJsonOf({ b: [1, { d: null, c: 'ü\n' }], a: 0.5, 10: true, 9: false })).toBe(
    '{"10":true,"9":false,"a":0.5,"b":[1,{"c":"ü\\n","d":null}]}',
  );
});
