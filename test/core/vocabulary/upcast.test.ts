import { expect, test } from 'vitest';
import { DesignEvent } from '../../../src/core/vocabulary/events.ts';
import { upcast } from '../../../src/core/vocabulary/upcast.ts';
import { sampleEvents } from '../../support/events.ts';

/** What an event of this type had besides what it has today. */
const EARLIER = {
  design_started: { letters: 'distinct' },
  round_opened: { divergenceId: null },
  composite_submitted: { layout: 2 },
  revision_submitted: { layout: 2 },
} as const;

test.each(Object.entries(EARLIER))(
  'P6: an earlier %s is refused as it is, and read without %o',
  (type, had) => {
    const today = sampleEvents[type as keyof typeof EARLIER];
    const earlier = { ...today, ...had };
    expect(DesignEvent.safeParse(earlier).success).toBe(false);
    expect(upcast(earlier)).toEqual(today);
  },
);

test('P6: of replies that an earlier run left behind nothing is read, and what it took along is', () => {
  const carried = { questions: [], replies: [], proposals: [], runsBefore: 1 };
  const today = { ...sampleEvents.design_started, carried };
  const earlier = { ...today, letters: 'distinct', carried: { ...carried, repliesLeftBehind: 3 } };
  expect(DesignEvent.safeParse(earlier).success).toBe(false);
  expect(upcast(earlier)).toEqual(today);
});

test('P6: an event of today needs no upcast, and nothing but an earlier event is changed', () => {
  for (const event of Object.values(sampleEvents)) expect(upcast(event)).toBe(event);
  const other = { ...sampleEvents.composite_submitted, layout: 3 };
  for (const odd of [null, 7, 'session_ready', [], {}, { type: 'nothing' }, other])
    expect(upcast(odd)).toBe(odd);
});
