import { describe, expect, it, test } from 'vitest';
import { DesignEvent } from '#core/vocabulary/events.ts';
import { SUBMISSION_SCHEMAS } from '#core/vocabulary/submission.ts';
import { isStorable } from '#core/vocabulary/text.ts';
import { causeOf, given, type World } from '../../support/designs/given.ts';
import { GATED, startDesign } from '../../support/designs/given-start.ts';
import { proposal } from '../../support/designs/given-submission.ts';

const HOSTILE: [string, string][] = [
  ['with U+0000', 'a\u0000b'],
  ['with half a character', 'a\ud83db'],
  ['of any length', 'x'.repeat(30_000)],
  ['cut between two halves', '🧭x'.repeat(9_001)],
];

/**
 * Every text that a person, a process or a model can bring into a design, at a moment when it is
 * taken.
 */
const SOURCES: [string, (text: string) => World][] = [
  ['a reply', (text) => then(given(), (world) => world.replies(text, text))],
  [
    'a finished answering',
    (text) => then(given().reach('answering'), (world) => world.when({ type: 'go_on', by: text })),
  ],
  [
    'a decision',
    (text) =>
      then(given({ says: GATED }).reach('deciding'), (world) =>
        world.when({
          type: 'decide_gate',
          gateId: 'gate-1',
          choice: 'accept',
          note: text,
          by: text,
        }),
      ),
  ],
  [
    'a cancellation',
    (text) => then(given(), (world) => world.when({ type: 'cancel', by: text, reason: text })),
  ],
  [
    'the loss of a session',
    (text) =>
      then(given().reach('asking'), (world) => {
        const cause = { ...causeOf('exited', text), diagnostics: text };
        world.loses('subtractor', cause);
        world.reportLoss(
          world.sessions('subtractor')[0]?.id ?? world.session('subtractor').id,
          cause,
        );
      }),
  ],
  [
    'a failed turn',
    (text) =>
      then(given().reach('asking'), (world) => {
        const error = { class: text, message: text, retryable: false };
        world.when({
          type: 'fail_turn',
          turnId: world.turn('subtractor').id,
          outcome: 'model_error',
          error,
        });
      }),
  ],
  [
    'a failure of Charrette',
    (text) => then(given(), (world) => world.when({ type: 'fail_design', detail: text })),
  ],
  [
    'a failed write',
    (text) => then(given(), (world) => world.when({ type: 'report_files_failed', detail: text })),
  ],
  ['the name of the starter', (text) => then(given({ startedBy: text }), () => undefined)],
];

function then(world: World, happens: (world: World) => unknown): World {
  happens(world);
  return world;
}

describe.each(SOURCES)('P7: %s', (_, bring) => {
  test.each(HOSTILE)(
    'P7: %s is recorded within its bounds, as text that can be stored',
    (__, text) => {
      for (const event of bring(text).history) {
        expect(DesignEvent.safeParse(event).error?.issues ?? [], event.type).toEqual([]);
        expect(unstorable(event), event.type).toEqual([]);
      }
    },
  );
});

describe('P7: what a model submits', () => {
  it('P7: a submission loses the characters that cannot be stored, and nothing else', () => {
    const { input } = proposal(
      { headline: 'Move\u0000 it', summary: 'One \ud83d step' },
      '\udc00claim',
    );
    const mended = proposal(
      { headline: 'Move\ufffd it', summary: 'One \ufffd step' },
      '\ufffdclaim',
    );
    expect(SUBMISSION_SCHEMAS.submit_proposal.parse(input)).toEqual(mended.input);
    expect(unstorable(mended)).toEqual([]);
  });
});

it('P7: a whole design, and its start, are made of nothing else', () => {
  expect(unstorable(startDesign())).toEqual([]);
  expect(unstorable(given().reachEnd().history)).toEqual([]);
});

/** The texts within a value that could not be stored. */
function unstorable(value: unknown): string[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [value.slice(0, 40)];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(unstorable)
    : [];
}
