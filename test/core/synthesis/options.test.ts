import { describe, expect, it } from 'vitest';
import { optionWords } from '../../../src/core/synthesis/check-options.ts';
import type { Decision, Proposal } from '../../../src/core/vocabulary/submission.ts';
import { BARE } from '../../support/claims.ts';
import { given, type World } from '../../support/given.ts';
import * as speech from '../../support/given-submission.ts';

type Claim = Proposal['claims'][number];
const about = (words: string, stance: Claim['stance'] = 'for'): Claim => ({
  ...BARE,
  kind: 'reason',
  text: `It is so, of ${words}.`,
  about: words,
  stance,
});

/** About to be composed; the first proposal has these claims beside what it decides. */
function composing(...claims: readonly Claim[]): World {
  const decided: Claim = { ...BARE, kind: 'decision', text: 'Move it.' };
  const says = {
    proposals: (design: World['design']) =>
      speech.proposal(design.proposals.length === 0 ? { claims: [decided, ...claims] } : {}),
    mapping: () => speech.mapping(),
  };
  return given({ says }).reach('composing');
}

const option = (name: string, ...covers: string[]): Decision['options'][number] => ({
  name,
  verdict: 'open',
  covers,
  for: '',
  against: '',
  claims: [],
});

function composed(world: World, ...options: Decision['options']) {
  const accounts = speech.settledAccounts(world.design);
  const decision = { ...speech.decision(world.design, accounts), options };
  return speech.composite(world.design, accounts, { decision });
}

describe('what claims call the options', () => {
  it('is listed once for each, whatever the case and the blanks, and never where a claim takes no side', () => {
    const world = composing(
      about('Move it'),
      about('move  IT', 'against'),
      about('Wait', 'neither'),
      about('Stay'),
    );
    expect(optionWords(world.design)).toEqual(['Move it', 'Stay']);
  });

  it('is refused where no option covers it, and named', () => {
    const world = composing(about('Move it'), about('Stay', 'against'));
    expect(world.refusesSubmission('synthesizer', composed(world, option('The move', 'move it')))).toEqual({
      code: 'incomplete',
      message:
        'No option covers what claims call “Stay”; name each in `covers` of the option that it means, or add that option.',
    });
  });

  it('is refused where two options cover it', () => {
    const world = composing(about('Move it'));
    const two = composed(world, option('Move', 'Move it'), option('Go', ' move it '));
    expect(world.refusesSubmission('synthesizer', two)).toEqual({
      code: 'invalid',
      message: '“Move it” means more than one option: Move; Go. Cover it in one of them.',
    });
  });

  it('is covered by the name of an option as well', () => {
    const world = composing(about('Move it'), about('Stay', 'against'));
    world.submits('synthesizer', composed(world, option('move it'), option('Stay', 'stay')));
    expect(world.design.composites).toHaveLength(1);
  });

  it('is not asked for where the decision weighs no options', () => {
    const world = composing(about('Move it'));
    world.submits('synthesizer', composed(world));
    expect(world.design.composites).toHaveLength(1);
  });
});
