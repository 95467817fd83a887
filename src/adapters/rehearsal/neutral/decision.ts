import { NEUTRAL_DECISION, REHEARSAL_VOICES } from '#core/vocabulary/rehearsal.ts';
import type { Composite, Decision } from '#core/vocabulary/submission.ts';
import type { Ask } from '#turns/prompt/ask.ts';

/** The schema's limit for claims of one step. */
const MAX_RESTS = 20;

/** Used by the written example as well. */
const WHY = {
  neutral: 'The reasons, the cost and the limits would go here.',
  example:
    'This example is written for one course of the argument, and this run took another. No model is called that could write its decision.',
} as const;

/** A decision of placeholders, which cites every claim that has not lost. */
export function makeDecision(ask: Ask): Decision {
  const against = ask.sides.flatMap((side) => side.against);
  const claimIds = ask.claims.flatMap(({ id }) => (against.includes(id) ? [] : [id]));
  const steps = Array.from({ length: Math.ceil(claimIds.length / MAX_RESTS) }, (_, index) =>
    claimIds.slice(index * MAX_RESTS, (index + 1) * MAX_RESTS),
  );
  return {
    rests: claimIds.slice(0, MAX_RESTS),
    rejected: makeRejected(ask),
    sentences: [
      { part: 'context', text: 'What the problem is would go here.', rests: claimIds.slice(0, 1) },
      {
        part: 'why',
        text: WHY[ask.participant.model === REHEARSAL_VOICES.example ? 'example' : 'neutral'],
        rests: claimIds.slice(0, 1),
      },
      { part: 'harder', text: 'What becomes harder would go here.', rests: claimIds.slice(0, 1) },
    ],
    sentence: NEUTRAL_DECISION,
    steps: steps.map((rests) => ({
      title: 'A step',
      detail: 'What is to be done would go here.',
      undo: 'How to take it back would go here.',
      rests,
    })),
    risks: [
      { risk: 'What is feared would go here.', signal: 'How one would notice would go here.' },
    ],
    assumptions: ask.assumptions.map(({ id, assumption }) => ({
      question: id,
      text: assumption,
      ifWrong: 'How the decision would change would go here.',
    })),
    open: open(ask).map((difference) => ({
      difference,
      text: 'What people would have to decide would go here.',
    })),
    revisitIf: [],
  };
}

function open({ sides }: Ask): string[] {
  return sides.filter(({ position }) => position === '').map(({ difference }) => difference);
}

/** A draft whose base is the first proposal with a claim that has not lost. */
export function makeDraft(ask: Ask): Pick<Composite, 'weighed' | 'base' | 'taken' | 'decision'> {
  const decision = makeDecision(ask);
  return {
    weighed: lettersOf(ask).map((proposal) => ({
      best: 'Its best reason would go here.',
      against: 'What stands against it would go here.',
      proposal,
    })),
    base: chooseBase(ask),
    taken: [],
    decision,
  };
}

function makeRejected(ask: Ask): Decision['rejected'] {
  const proposals = lettersOf(ask).filter((letter) => letter !== chooseBase(ask));
  if (proposals.length === 0) return [];
  return [
    {
      option: 'What the others propose would go here.',
      reason: 'The best reason for it would go here.',
      outweighed: 'What outweighed it would go here.',
      proposals,
    },
  ];
}

function chooseBase({ claims, sides, revising }: Ask): string {
  if (revising !== null) return revising.base;
  const against = sides.flatMap((side) => side.against);
  return (claims.find(({ id }) => !against.includes(id)) ?? claims[0])?.label ?? '';
}

function lettersOf({ claims }: Ask): string[] {
  return [...new Set(claims.map(({ label }) => label))];
}
