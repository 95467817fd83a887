import { describe, expect, it } from 'vitest';
import { type Decided, decidedOf } from '#core/decision/decided.ts';
import type { Design, SealedProposal } from '#core/vocabulary/design.ts';
import { type Citation, type Decision, NO_CITATION } from '#core/vocabulary/submission.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { drawDecisionItems, drawHead, drawItem } from '#presentation/decision/decision-items.ts';
import { convertToPlain } from '#presentation/format/plain-document.ts';
import { viewOf } from '#presentation/view/view.ts';
import { playToEnd, titleOf } from '../../support/designs/sample-design.ts';

type Claim = SealedProposal['proposal']['claims'][number];

const { design: base } = playToEnd({ difference: 'unresolved', assumed: true });
const composed = decidedOf(base);
if (composed === null) throw new Error('the story has a decision');
const decided: Decided = composed;

/** A claim of the first proposal, checked where it cites something. */
const claim = (changes: Partial<Claim>): Claim => ({
  kind: 'reason',
  text: 'It is so.',
  citation: NO_CITATION,
  ...changes,
});
const at = (place: string): Citation => ({ place, quote: 'as it stands' });

/** The story with these claims in its first proposal, whose citations code has found. */
function proposing(claims: readonly Claim[]): Design {
  const [first] = base.drawnOrder;
  return {
    ...base,
    proposals: base.proposals.map((sealed) =>
      sealed.participant !== first
        ? sealed
        : {
            ...sealed,
            proposal: { ...sealed.proposal, claims: [...claims] },
            citations: claims.flatMap(({ citation: { place } }, index) =>
              place === '' || place === 'nowhere.ts:1'
                ? []
                : [
                    {
                      item: index + 1,
                      path: place,
                      from: 1,
                      to: 1,
                      status: 'checked' as const,
                    },
                  ],
            ),
          },
    ),
  };
}

function textOf(design: Design, changes: Partial<Decision> = {}): string {
  return writeDecision(design, { ...decided, decision: { ...decided.decision, ...changes } });
}

function under(heading: string, text: string): string {
  return text.split(`\n### ${heading}\n`)[1]?.split('\n#')[0] ?? '';
}

describe('why it was decided', () => {
  const claims = [
    claim({ text: 'The load is small' }),
    claim({ text: 'One store is less to run', citation: at('b.ts:1') }),
    claim({ kind: 'cost', text: 'Two stores for a month' }),
    claim({ kind: 'decision', text: 'Move it' }),
    claim({ kind: 'assumption', text: 'Nobody reads the keys' }),
    claim({ text: 'It takes four weeks' }),
  ];
  const steps = [{ title: 'Write', detail: 'To both.', undo: 'Stop.', rests: ['A-3'] }];

  it('J12: the reasons are what it and its steps rest on, one whose source stands first, each with its source', () => {
    const why = under(
      'Because',
      textOf(proposing(claims), { rests: ['A-1', 'A-2', 'A-4', 'A-5'], steps }),
    );
    expect(why.trim().split('\n')).toEqual([
      '- One store is less to run (`b.ts:1`)',
      '- The load is small (no source given)',
      '- Two stores for a month (no source given)',
    ]);
  });
});

describe('what is left to people', () => {
  const claims = [
    claim({ kind: 'decision', text: 'It can', citation: at('d.ts:1') }),
    claim({ text: 'Somebody said so' }),
    claim({ text: 'It ran at 1,150 a second', citation: at('e.ts:1') }),
    claim({ text: 'It is written', citation: { place: 'nowhere.ts:1', quote: 'x' } }),
  ];
  const design = proposing(claims);
  const divergences = design.divergences.map((each) => ({
    ...each,
    positions: each.positions.map((position, index) =>
      index === 0 ? { ...position, claims: ['A-1', 'A-2', 'A-3', 'A-4'] } : position,
    ),
  }));
  const told = { ...design, divergences };
  const open = [{ difference: '1', text: 'A week, until March.' }];

  it('a point left open stands with its sides and the cost of leaving it open, without codes', () => {
    expect(under('Left open when this was signed', textOf(told, { open })).trim()).toBe(
      '- **Can the outbox table carry 900 jobs a second?** It can / It cannot · *If it stays open:* A week, until March.',
    );
  });

  it('J3: no participant is named', () => {
    const text = textOf(told, { open });
    for (const { id } of base.participants) expect(text).not.toContain(titleOf(id));
  });

  it('a settlement after the text leaves its bytes as they are', () => {
    const settled = divergences.map((each) => ({
      ...each,
      settlement: {
        outcome: 'settled_by_person' as const,
        position: each.positions[0]?.id ?? ('' as const),
        by: [],
        person: 'Ana',
        reason: '',
        since: 999,
        at: 0,
      },
    }));
    expect(textOf({ ...told, divergences: settled }, { open })).toBe(textOf(told, { open }));
  });
});

describe('an item of the decision', () => {
  const view = viewOf(base);
  if (view.text === null) throw new Error('the story has a text');
  const items = drawDecisionItems(view, { ...view.text, unsupported: ['step 1'] });
  const signed = writeDecision(base, { ...decided, unsupported: ['step 1'] });

  it('J4: a step that nothing carries is marked in the signed text and wherever its head stands', () => {
    expect(under('Steps', signed)).toMatch(/^1\. .* \*\(unsupported\)\*$/m);
    expect(
      items.step.map((each) => convertToPlain(drawHead(each)).endsWith(' (unsupported)')),
    ).toEqual(decided.decision.steps.map((_, index) => index === 0));
  });

  it('J6: a step that takes a side of an open point says in its head which one it waits for', () => {
    expect(convertToPlain(items.step[0]?.waits ?? [])).toBe(
      'Waits for your decision: Can the outbox table carry 900 jobs a second?',
    );
    expect(under('Steps', signed)).toContain(
      '**Waits for your decision:** Can the outbox table carry 900 jobs a second?',
    );
  });

  it('J3: who held a rejected way stands in a message, and never in the signed text', () => {
    const [way] = items.rejected;
    expect(way && convertToPlain(drawItem('rejected', way))).toContain(
      ' Held by Contract keeper. ',
    );
    expect(signed).not.toContain('Held by');
  });
});
