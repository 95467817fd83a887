import { describe, expect, it } from 'vitest';
import { systemIdentifiers } from '../../src/adapters/system/identifiers.ts';
import { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { joined, parted, REMOVED, removed } from '../../src/runtime/words.ts';

const reply = DesignEvent.parse({
  type: 'reply_recorded',
  at: 1,
  id: 'm1',
  author: 'Ben',
  text: 'hunter2',
  answers: [{ questionId: 'Q1', text: 'hunter2' }],
  unmatched: false,
});

describe('P12: texts outside the chain', () => {
  it('P12: the recorded event has none of them, and they give the event again, whatever the order of its keys', () => {
    const { recorded, words } = parted(reply, systemIdentifiers.salt);
    expect(JSON.stringify(recorded)).not.toContain('hunter2');
    expect(JSON.stringify(recorded)).toContain('"questionId":"Q1"');
    expect(words).toHaveLength(2);
    expect(joined(recorded, words.toReversed())).toEqual({ event: reply });
  });

  it('P12: the same text twice has two hashes, so that nobody learns what was removed from what is left', () => {
    const [one, other] = parted(reply, systemIdentifiers.salt).words;
    expect(one?.sha256).not.toBe(other?.sha256);
  });

  it('P12: a removed one reads as removed, and the event can still be read', () => {
    const { recorded, words } = parted(reply, systemIdentifiers.salt);
    const event = joined(recorded, words.map(removed))?.event;
    expect(DesignEvent.parse(event)).toMatchObject({ text: REMOVED, answers: [{ text: REMOVED }] });
    expect(JSON.stringify(words.map(removed))).not.toContain('hunter2');
  });

  it.each([
    [
      'changed',
      (words: object[]) => words.map((word, index) => (index === 0 ? { ...word, text: 'other' } : word)),
    ],
    ['missing', (words: object[]) => words.slice(1)],
    ['of another event', (words: object[]) => [...words, ...parted(reply, systemIdentifiers.salt).words]],
  ])('P11: a text that is %s does not fit', (_, change) => {
    const { recorded, words } = parted(reply, systemIdentifiers.salt);
    expect(joined(recorded, change([...words]) as typeof words)).toBeNull();
  });
});
