import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../../../src/core/proposal/labels.ts';
import { type Decided, decidedIn } from '../../../../src/core/synthesis/decided.ts';
import { decisionMarkdown } from '../../../../src/core/telling/paper/decision.ts';
import type { Design, SealedProposal } from '../../../../src/core/vocabulary/design.ts';
import {
  type Citation,
  type Decision,
  NO_CITATION,
  NOBODY_NAMED,
} from '../../../../src/core/vocabulary/submission.ts';
import { completed, titleOf } from '../../../support/sample-design.ts';

type Claim = SealedProposal['proposal']['claims'][number];

const { design: base } = completed({ difference: 'unresolved', assumed: true });
const composed = decidedIn(base);
if (composed === null) throw new Error('the story has a decision');
const decided: Decided = composed;

/** A claim of the first proposal, checked where it cites something. */
const claim = (changes: Partial<Claim>): Claim => ({
  kind: 'reason',
  about: '',
  stance: 'neither',
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

function textOf(design: Design, changes: Partial<Decision> = {}, all = claimsOf(design)): string {
  const accounts = all.map(({ id }) => ({
    claim: id,
    disposition: 'adopted' as const,
    into: '',
    reason: '',
  }));
  return decisionMarkdown(design, { ...decided, accounts, decision: { ...decided.decision, ...changes } });
}

function under(heading: string, text: string): string {
  return text.split(`\n### ${heading}\n`)[1]?.split('\n#')[0] ?? '';
}

const option = (name: string, verdict: Decision['options'][number]['verdict'], ...claims: string[]) => ({
  name,
  verdict,
  covers: [],
  for: '',
  against: '',
  claims,
});

describe('why it was decided', () => {
  const claims = [
    claim({ about: 'Leave it', stance: 'for', text: 'Doing nothing is cheapest', citation: at('a.ts:1') }),
    claim({ about: 'The move', stance: 'for', text: 'One store is less to run', citation: at('b.ts:1') }),
    claim({ about: 'move', stance: 'against', text: 'It takes four weeks', citation: at('c.ts:1') }),
    claim({ kind: 'cost', about: 'Leave it', stance: 'against', text: 'Nine hours were lost' }),
    claim({ kind: 'cost', about: 'move', stance: 'against', text: 'Two stores for a month' }),
    claim({ text: 'The load is small' }),
    claim({ about: 'A cache', stance: 'against', text: 'A cache cannot be asked' }),
    claim({ kind: 'decision', about: 'move', stance: 'for', text: 'Move it' }),
    claim({ kind: 'assumption', text: 'Nobody reads the keys' }),
  ];
  const ids = claims.map((_, index) => `A-${index + 1}`);
  const options = [
    { ...option('Move', 'chosen', ...ids), covers: ['the  move'] },
    option('Leave it', 'rejected', ...ids),
    option('A cache', 'open', ...ids),
  ];
  const why = under('Why', textOf(proposing(claims), { options, steps: [] }));

  it('J12: the reasons speak for what was chosen or against what was not, never for a rejected option', () => {
    expect(why).toContain('One store is less to run');
    expect(why).toContain('Nine hours were lost');
    expect(why).toContain('The load is small');
    expect(why).not.toMatch(/cheapest|four weeks|a month|cannot be asked|Move it|reads the keys/);
  });

  it('a reason whose source stands comes first, and each has its source', () => {
    expect(why.trim().split('\n')).toEqual([
      '- One store is less to run (`b.ts:1`, stands there; [A-2](record.md#a-2))',
      '- Nine hours were lost (no source given; [A-4](record.md#a-4))',
      '- The load is small (no source given; [A-6](record.md#a-6))',
    ]);
  });

  it('a claim that neither the chosen option nor a step rests on is no reason', () => {
    const rests = [option('Move', 'chosen', 'A-6'), ...options.slice(1)];
    expect(under('Why', textOf(proposing(claims), { options: rests, steps: [] })).trim()).toBe(
      '- The load is small (no source given; [A-6](record.md#a-6))',
    );
  });

  it('claims that name the option stand in where nothing else gives a reason', () => {
    const rests = [{ ...option('Move', 'chosen', 'A-8'), covers: ['the move'] }, ...options.slice(1)];
    const words = under('Why', textOf(proposing(claims), { options: rests, steps: [] }));
    expect(words).toContain('One store is less to run');
    expect(words).not.toContain('The load is small');
  });

  it('a claim that was merged counts as what it was merged into', () => {
    const design = proposing(claims);
    const accounts = claimsOf(design).map(({ id }) =>
      id === 'A-1'
        ? { claim: id, disposition: 'merged' as const, into: 'A-2', reason: '' }
        : { claim: id, disposition: 'adopted' as const, into: '', reason: '' },
    );
    const rests = [{ ...option('Move', 'chosen', 'A-1'), covers: ['the move'] }, ...options.slice(1)];
    const decision = { ...decided.decision, options: rests, steps: [] };
    const text = decisionMarkdown(design, { ...decided, accounts, decision });
    expect(under('Why', text)).toContain('One store is less to run');
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
  const open = [{ text: 'A week, until March.', difference: '1', rests: [] }];

  it('each answer stands in a table with its strongest reason, that with a source that stands first, and how to say it', () => {
    expect(under('For you to decide', textOf(told, { open })).trim().split('\n')).toEqual([
      '| Open | Answer | Strongest reason |',
      '|---|---|---|',
      '| **Can the outbox table carry 900 jobs a second?** | `1a` It can | It ran at 1,150 a second (`e.ts:1`, stands there; [A-3](record.md#a-3)) |',
      '|  | `1b` It cannot | none given |',
      '|  | *Leave it open, at this cost* | A week, until March. |',
      '',
      'While the design runs, settle it by a button in its thread or `charrette settle ID 1 1a`; after its end, follow up.',
    ]);
  });

  it('a difference of low impact has its answers and the cost of leaving it open in one line', () => {
    const low = { ...told, divergences: divergences.map((each) => ({ ...each, impact: 'low' as const })) };
    expect(under('For you to decide', textOf(low, { open })).trim().split('\n')).toEqual([
      '- **Can the outbox table carry 900 jobs a second?** `1a` It can · `1b` It cannot · *Left open:* A week, until March.',
      '',
      'While the design runs, settle it by a button in its thread or `charrette settle ID 1 1a`; after its end, follow up.',
    ]);
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
      },
    }));
    expect(textOf({ ...told, divergences: settled }, { open })).toBe(textOf(told, { open }));
  });

  it('J13: a question that people answer differently stands there in its own words', () => {
    const disputed = [{ text: 'The limit is a guess.', difference: 'Q1', rests: [] }];
    const words = under('For you to decide', textOf(told, { open: disputed }));
    expect(words).toContain('| **How many jobs a minute at peak?** | People answer it differently. |  |');
    expect(words).toContain('| *Leave it open, at this cost* | The limit is a guess. |');
    expect(words).toContain(
      "Where people differ, whoever started it says under the question's number which answer holds.",
    );
  });

  it('what is no difference stands in a list', () => {
    const words = under(
      'For you to decide',
      textOf(told, { open: [{ text: 'Who owns the flag?', difference: '', rests: [] }] }),
    );
    expect(words.trim()).toBe('- Who owns the flag?');
  });
});

describe('the steps', () => {
  const step = { title: 'Write', detail: 'To both.', undo: 'Stop.', rests: [] };
  const steps = [
    { ...step, owner: 'Ana', date: 'by Friday', named: { reply: 'R1', quote: 'I do it by Friday' } },
    { ...step, owner: '', date: 'in May', named: { reply: 'R1', quote: 'In May at last' } },
    { ...step, owner: 'Ben', date: 'tomorrow', named: NOBODY_NAMED },
  ];
  const text = under('Steps', textOf(base, { steps }));

  it('J12: an owner and a date stand there with the words of the person who named them, and never without', () => {
    expect(text).toContain('*Who:* Ana, by Friday (“I do it by Friday”).\n');
    expect(text).toContain('*Who:* in May (“In May at last”).\n');
    expect(text).not.toMatch(/Ben|tomorrow/);
  });

  it('the steps without an owner are named in one line', () => {
    expect(text).toContain('*Nobody named for step 2, 3.*');
    expect(under('Steps', textOf(base, { steps: steps.slice(2) }))).toContain('*Nobody named for any step.*');
  });
});

describe('what would change the decision', () => {
  it('each fact says where to look and until when', () => {
    const revisitIf = [{ fact: 'The table grows.', where: 'The size graph', until: 'June' }];
    expect(under('What would change it', textOf(base, { revisitIf })).trim()).toBe(
      '- The table grows. *Where:* The size graph · *Until:* June',
    );
    expect(textOf(base)).not.toContain('What would change it');
  });
});
