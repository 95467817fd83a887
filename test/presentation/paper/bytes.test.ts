import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Decided, decidedOf } from '#core/decision/decided.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { membersOf } from '#core/vocabulary/sets.ts';
import { type Decision, type Proposal, SENTENCE_PARTS } from '#core/vocabulary/submission.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';

/** Pieces of texts that mean something in Markdown, in a terminal, or to a reader's eye. */
const PIECES = [
  'a',
  'B c',
  '**b**',
  '`',
  '``',
  '```',
  '*',
  '_x_',
  '<b>',
  '<!--',
  '[x](y)',
  '](javascript:x)',
  '[a]: b',
  '# h',
  '> q',
  '- l',
  '-',
  '+',
  '1. ',
  '12)',
  '.',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  ' ',
  '|',
  '\\',
  '@here',
  'www.x.y',
  'http://a.b',
  '::',
  '===',
  '---',
  '~~~',
  '\u202e',
  '\u2068',
  '\u200b',
  '\u0085',
  '\u0007',
  'é',
  'שלום',
  '![i](j)',
];
const ROUNDS = 150;

/** The same texts in every run (Park and Miller's generator). */
function texts(seed: number): (pieces: number) => string {
  let state = seed;
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  return (pieces) =>
    Array.from({ length: 1 + next(pieces) }, () => PIECES[next(PIECES.length)])
      .join('')
      .trim() || 'z';
}

function written(text: (pieces: number) => string): Decision {
  const rests = ['A-1', 'Z-9', 'B-1', 'A-2', 'E-1'];
  return {
    rests,
    rejected: [{ option: text(4), reason: text(4), outweighed: text(4), proposals: ['B', 'Z'] }],
    sentences: membersOf(SENTENCE_PARTS).flatMap((part) => [
      { part, text: text(6), rests },
      { part, text: text(6), rests: [] },
    ]),
    sentence: text(6),
    steps: [
      { title: text(4), detail: text(6), undo: text(4), rests },
      { title: `${text(4)}.`, detail: text(6), undo: '', rests: [] },
    ],
    risks: [{ risk: text(6), signal: text(6) }],
    assumptions: [{ question: 'Q1', text: text(6), ifWrong: text(6) }],
    open: [{ difference: '1', text: text(6) }],
    revisitIf: [{ fact: text(4), until: text(2) }],
  };
}

function proposed(text: (pieces: number) => string, proposal: Proposal): Proposal {
  const claims = proposal.claims.map((claim) => ({
    ...claim,
    text: text(6),
    citation: { place: text(3), quote: text(6) },
  }));
  return {
    ...proposal,
    headline: text(6),
    summary: text(12),
    rationale: text(9),
    changesMind: text(9),
    claims,
    against: text(6),
  };
}

/** A design and a decision in which every text is made of such pieces. */
function stories(): { readonly design: Design; readonly decided: Decided }[] {
  const { design: base } = playToEnd({ assumed: true, difference: 'unresolved' });
  const decided = decidedOf(base);
  if (decided === null) throw new Error('the story has a decision');
  return Array.from({ length: ROUNDS }, (_, index) => {
    const round = index + 1;
    const text = texts(round);
    const design: Design = {
      ...base,
      topic: text(6),
      rehearsal: round % 3 === 0,
      participants: base.participants.map((each) => ({ ...each, title: text(2) })),
      questions: base.questions.map((each) => ({ ...each, text: text(6) })),
      proposals: base.proposals.map((each) => ({
        ...each,
        proposal: proposed(text, each.proposal),
      })),
    };
    return { design, decided: { ...decided, decision: written(text) } };
  });
}

test('P8: a decision has the same bytes in every later version, whatever stands in it', () => {
  const hash = createHash('sha256');
  for (const { design, decided } of stories()) {
    hash.update(writeDecision(design, decided));
  }
  expect(hash.digest('hex')).toBe(
    'e9939d51e5fcb8dfaf4d71c888c0574a2c46b1f82e1ba134febc2138031f7e53',
  );
});
