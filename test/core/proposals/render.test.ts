import { describe, expect, it } from 'vitest';
import { ParticipantId } from '#core/vocabulary/ids.ts';
import { renderProposal } from '#presentation/talk/proposals.ts';
import { BARE } from '../../support/designs/claims.ts';
import { proposal } from '../../support/designs/sample-design.ts';

const SUBTRACTOR = ParticipantId.parse('subtractor');
const PERSONA = {
  title: 'Subtractor',
  emoji: '',
  role: 'persona',
  model: '',
  sessions: [],
} as const;
const rendered = (changes = {}, rehearsal = false) =>
  renderProposal(
    {
      topic: 'Should the job queue move from Redis to Postgres?',
      participants: [{ ...PERSONA, id: SUBTRACTOR }],
      drawnOrder: [ParticipantId.parse('other'), SUBTRACTOR],
      rehearsal,
    },
    { participant: SUBTRACTOR, proposal: proposal('Subtractor', changes), citations: [] },
  );

describe('the sealed text', () => {
  it('the sealed text is the same for the same proposal, has LF line ends, and ends with one of them', () => {
    const text = rendered({ summary: 'one\r\ntwo\rthree' });
    expect(text).toBe(rendered({ summary: 'one\r\ntwo\rthree' }));
    expect(text).not.toContain('\r');
    expect(text).toMatch(/[^\n]\n$/);
  });

  it('changes with each thing submitted, but not with the confidence, which nobody reads', () => {
    const texts = [
      rendered(),
      rendered({ headline: 'other' }),
      rendered({ summary: 'other' }),
      rendered({ steps: [] }),
      rendered({ changesMind: 'other' }),
      rendered({ rationale: 'other' }),
      rendered({ claims: [{ ...BARE, kind: 'risk', text: 'other' }] }),
      rendered({}, true),
    ];
    expect(new Set(texts).size).toBe(texts.length);
    expect(rendered({ confidence: 0.71 })).toBe(rendered());
  });
});

describe('P8: a sealed proposal', () => {
  const design = {
    topic: 'Should it move?',
    participants: [{ ...PERSONA, id: SUBTRACTOR }],
    drawnOrder: [SUBTRACTOR],
    rehearsal: false,
  };
  const claim = { ...BARE, kind: 'reason', text: 'So it is.' } as const;
  const citation = { place: 'queue.ts:3', quote: 'we retry once' };
  const written = {
    participant: SUBTRACTOR,
    proposal: proposal('Subtractor', { claims: [1, 2, 3].map(() => ({ ...claim, citation })) }),
    citations: (['checked', 'failed', 'not_checkable'] as const).map((status, index) => ({
      ...{ item: index + 1, status, path: 'queue.ts', from: 3, to: 3 },
    })),
  };
  const found = (text: string) =>
    [...text.matchAll(/: `we retry once`, ([^)]+)\)/g)].map(([, words]) => words);

  it('P8: a sealed proposal says of its citations what was found', () => {
    expect(found(renderProposal(design, written))).toEqual([
      'stands there',
      'does not stand there',
      'could not be looked up',
    ]);
  });
});
