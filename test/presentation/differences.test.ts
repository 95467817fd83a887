import { expect, test } from 'vitest';
import { labelOf, participantOf } from '../../src/core/proposals/labels.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { shortenSections } from '../../src/presentation/format/document.ts';
import { drawChoices, drawDifferencesMessage } from '../../src/presentation/talk/differences.ts';
import { drawGate } from '../../src/presentation/thread/gate.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { discordMarkdownOf } from '../../src/surfaces/discord/drawing/markdown.ts';
import { designAtPoint } from '../support/designs/at-a-point.ts';
import { given } from '../support/designs/given.ts';
import { FIVE } from '../support/designs/given-start.ts';
import {
  argument,
  mappingOf,
  point,
  proposalOfReasons,
} from '../support/designs/given-submission.ts';

const YES =
  'Yes. Written with its order, a job cannot be lost; what held up checkout was one lock that is not needed.';
const NO =
  'No. They have held up checkout once; they stay on Redis, and a query repairs what is lost.';
const YES_BEGINS = 'Yes. Written with its order, a job cannot be…';
/** The claims E-1 and F-1. */
const CLAIMS: Readonly<Record<string, string>> = {
  E: "Checkout stood still because orders were locked while a mail was sent for 38 s. Locking a job's own row cannot do that.",
  F: 'Only receipts leave a trace; no query finds a lost invoice or refund.',
};

test('a difference in which two move is some hundred words, with who moved and by which fact of whom', () => {
  const says = {
    proposals: () => proposalOfReasons(),
    mapping: () => mappingOf([], ['high', 'ABC', 'EF'] as const),
  };
  const world = given({ personas: FIVE, says }).reach('arguing');
  const idOf = (letter: string) => participantOf(world.design, letter) ?? '';
  world.submits(idOf('A'), argument(point('1a>1b', ['E-1'], { changedBy: ['E-1', 'F-1'] })));
  world.submits(idOf('B'), argument(point('1a>1b', ['E-1'], { changedBy: ['F-1'] })));
  const { proposals, divergences } = world.design;
  const design: Design = {
    ...world.design,
    proposals: proposals.map((sealed) => {
      const text = CLAIMS[labelOf(world.design, sealed.participant)] ?? 'Nothing.';
      const claims = sealed.proposal.claims.map((claim) => ({
        ...claim,
        text,
        citation: { place: 'src/queue.ts:12', quote: 'retry twice now' },
      }));
      const found = { item: 1, status: 'checked', path: 'src/queue.ts', from: 12, to: 12 } as const;
      return { ...sealed, proposal: { ...sealed.proposal, claims }, citations: [found] };
    }),
    divergences: divergences.map((each) => ({
      ...each,
      description: 'May jobs live in the database of the orders?',
      positions: each.positions.map((position, at) => ({
        ...position,
        statement: [NO, YES][at] ?? '',
      })),
      settlement: {
        outcome: 'conceded',
        position: 'P2',
        by: each.arguments.map(({ participant: by }) => by),
        person: '',
        reason: '',
        since: 1,
        at: 0,
      },
    })),
  };
  const [divergence] = design.divergences;
  if (divergence === undefined) throw new Error('they agree');
  const text = discordMarkdownOf(
    shortenSections(drawDifferencesMessage(viewOf(design), [divergence.id]).sections, 3_000),
  );
  const [one, other, locked, lost] = ['A', 'B', 'E', 'F'].map(
    (letter) => design.participants.find(({ id }) => id === idOf(letter))?.title,
  );
  expect(text).toContain(
    `${one} switches to “${YES_BEGINS}”, because of “Checkout stood still because orders were locked…” (${locked})`,
  );
  expect(text).toContain(
    `${other} switches to “${YES_BEGINS}”, because of “Only receipts leave a trace; no query finds a…” (${lost})`,
  );
  expect(text.match(/[\p{L}\d.]*[\p{L}\d]/gu)?.length).toBeLessThanOrEqual(100);
});

const CITED = { place: 'src/queue.ts:12', quote: 'retry twice now' };

test.each([
  ['checked', /`src\/queue\.ts:12`: `retry twice now`\)/],
  ['failed', /`src\/queue\.ts:12`: `retry twice now`, does not stand there\)/],
  ['not_checkable', /`src\/queue\.ts:12`: `retry twice now`, could not be looked up\)/],
] as const)(
  'J5: a choice at a gate cites the lines of its best reason, marked unless they stand there: %s',
  (status, cited) => {
    const { design } = designAtPoint();
    const proposals = design.proposals.map((sealed) => {
      const { proposal } = sealed;
      const claims = proposal.claims.map((claim) => ({
        ...claim,
        kind: 'reason' as const,
        citation: CITED,
      }));
      const citations = claims.map((_, index) => {
        return { item: index + 1, status, path: 'src/queue.ts', from: 12, to: 12 };
      });
      return { ...sealed, proposal: { ...proposal, claims }, citations };
    });
    const view = viewOf({ ...design, proposals });
    const text = discordMarkdownOf(drawGate(view, 'gate-1').sections);
    const [difference] = view.divergences;
    expect(difference?.positions).toHaveLength(2);
    for (const { text: position, personas } of difference?.positions ?? []) {
      const below = text.slice(text.indexOf(`**${position}**`)).split('\n')[1] ?? '';
      const titles = view.personas
        .filter(({ id }) => personas.includes(id))
        .map(({ title }) => title);
      expect(below).toContain(`Held by ${titles.join(' and ')}. Best reason: `);
      expect(below).toMatch(cited);
    }
  },
);

test('J5: a choice without a holder or a reason says so, and a long reason is cut', () => {
  const view = viewOf(designAtPoint().design);
  const [difference] = view.divergences;
  const [first, second] = difference?.positions ?? [];
  if (difference === undefined || first === undefined || second === undefined)
    throw new Error('they agree');
  const reason = { text: 'word '.repeat(200), source: null };
  const positions = [
    { ...first, personas: [], reason: null },
    { ...second, reason },
  ];
  const text = discordMarkdownOf(
    shortenSections([drawChoices(view, { ...difference, positions })], 3_000),
  );
  expect(text).toContain('Held by no one now.');
  expect(text).toMatch(/Best reason: (?:word ){10,40}word… \(no source given\)/);
});
