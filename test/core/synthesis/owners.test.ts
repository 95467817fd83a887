import { describe, expect, it, test } from 'vitest';
import { decidedIn } from '../../../src/core/synthesis/decided.ts';
import { withNamedOnly, wordsOfPeople } from '../../../src/core/synthesis/owners.ts';
import { type Change, type Decision, NOBODY_NAMED } from '../../../src/core/vocabulary/submission.ts';
import { given, type World } from '../../support/given.ts';
import type { Script } from '../../support/given-start.ts';
import {
  audit,
  composite,
  decision,
  mapping,
  revision,
  settledAccounts,
} from '../../support/given-submission.ts';

type Naming = Pick<Decision['steps'][number], 'owner' | 'date' | 'named'>;

const NOBODY: Naming = { owner: '', date: '', named: NOBODY_NAMED };
const TOPIC = 'Should the queue move? Li decides on it by May.';
/** Said by Ben, as R1. */
const REPLY = [
  'Cem does the first step by Friday, not later.',
  '> Dana does the rest',
  'I do the second one myself.',
  '```',
  'owner: Eve',
  '```',
].join('\n');
const SAYS: Script = { mapping: () => mapping(), audit: () => audit('minor') };

function composing(): World {
  const world = given({ says: SAYS, start: { topic: TOPIC } }).reach('answering');
  world.replies(REPLY, 'Ben');
  return world.reach('composing');
}

function naming(owner: string, date: string, reply: string, quote: string): Naming {
  return { owner, date, named: { reply, quote } };
}

function withStep(design: World['design'], step: Naming): Decision {
  const plain = decision(design, settledAccounts(design));
  return { ...plain, steps: plain.steps.map((each) => ({ ...each, ...step })) };
}

const CEM = naming('Cem', 'by Friday', 'R1', 'Cem does the first step by Friday, not later.');

describe('J12: owners and dates are a person’s words', () => {
  test.each<[string, Naming]>([
    ['an owner and a date in one sentence', CEM],
    ['an owner alone', naming('Cem', '', 'R1', 'Cem does the first step')],
    ['the author, who says “I”', naming('Ben', '', 'R1', 'I do the second one myself.')],
    ['a name of two letters, in the topic', naming('Li', 'by May', 'topic', 'Li decides on it by May.')],
  ])('J12: %s is kept', (_, given) => {
    const { design } = composing();
    const { owner, date, named } = given;
    const [step] = withNamedOnly(design, withStep(design, given)).steps;
    expect(step).toMatchObject({ owner, date, named: { reply: named.reply } });
    expect(step?.named.quote).toContain(named.quote);
  });

  it('J10: the words that name somebody are kept as the whole sentence in which they stand', () => {
    const { design } = composing();
    const given = naming('Cem', '', 'R1', 'Cem does the first step');
    expect(withNamedOnly(design, withStep(design, given)).steps).toMatchObject([
      { owner: 'Cem', named: CEM.named },
    ]);
  });

  test.each<[string, Naming, Naming]>([
    ['an owner whom nobody named', naming('Ana', 'tomorrow', '', ''), NOBODY],
    ['an owner whom the quoted words do not name', naming('Zoe', '', 'R1', CEM.named.quote), NOBODY],
    ['words that nobody wrote', naming('Zoe', '', 'R1', 'Zoe does it.'), NOBODY],
    ['words of another reply', { ...CEM, named: { ...CEM.named, reply: 'R2' } }, NOBODY],
    ['words that the author quotes', naming('Dana', '', 'R1', 'Dana does the rest'), NOBODY],
    ['words in fenced code', naming('Eve', '', 'R1', 'owner: Eve'), NOBODY],
    ['a part of a word', naming('Ce', '', 'R1', CEM.named.quote), NOBODY],
    ['a date alone that stands nowhere', { ...CEM, date: '1 May' }, { ...CEM, date: '' }],
  ])('J12: %s is left empty', (_, given, kept) => {
    const { design } = composing();
    expect(withNamedOnly(design, withStep(design, given)).steps).toMatchObject([kept]);
  });

  it('J12: the words of people are named in the order of their replies, and the topic as such', () => {
    expect(wordsOfPeople(composing().design).map(({ name, author }) => [name, author])).toEqual([
      ['R1', 'Ben'],
      ['topic', 'Ana'],
    ]);
  });
});

describe('J12: what is recorded and signed names nobody else', () => {
  it('J12: a composite and a revision are recorded without owners whom nobody named', () => {
    const world = composing();
    const invented = withStep(world.design, naming('Ana', 'tomorrow', '', ''));
    world.submits('synthesizer', composite(world.design, undefined, { decision: invented }));
    expect(decidedIn(world.design)?.decision.steps).toMatchObject([NOBODY]);
    world.reach('revising');
    const [step] = invented.steps;
    if (step === undefined) throw new Error('no step');
    const change = (title: string): Change => {
      return { part: 'step', how: 'replace', number: '1', with: { ...step, title }, answers: ['F1'] };
    };
    expect(
      world.refusesSubmission('synthesizer', revision(world.design, { changes: [change(step.title)] }))
        .message,
    ).toContain('step 1 reads as it did');
    world.submits('synthesizer', revision(world.design, { changes: [change('Write to one')] }));
    expect(decidedIn(world.design)?.decision.steps).toMatchObject([{ title: 'Write to one', ...NOBODY }]);
  });

  it('J12: a step that a revision changes otherwise keeps whom it named', () => {
    const { design } = composing();
    for (const before of [CEM, naming('Ana', 'tomorrow', '', '')]) {
      const known = withStep(design, before);
      const revised = withNamedOnly(design, withStep(design, before), known);
      expect(revised.steps).toMatchObject([before]);
    }
  });

  it('J12: a name that comes in unsealed is refused with the words that do not have it', () => {
    const world = composing();
    const turnId = world.turn('synthesizer').id;
    const refusal = (step: Naming) =>
      world.refuses({
        type: 'submit',
        turnId,
        submission: composite(world.design, undefined, { decision: withStep(world.design, step) }),
        sha256: 'a'.repeat(64),
        citations: [],
        latencyMs: 0,
      });
    expect(refusal({ ...CEM, owner: 'Zoe' })).toEqual({
      code: 'invalid',
      message:
        'The step “Write to both” has an owner or a date that the words of R1 do not have: leave `owner`, `date` and `named` empty.',
    });
    expect(refusal(naming('Ana', '', '', '')).message).toContain('that no words of a person have:');
  });
});
