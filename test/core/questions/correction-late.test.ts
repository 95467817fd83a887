import { describe, expect, it } from 'vitest';
import { decidedIn } from '../../../src/core/decision/decided.ts';
import { outcomeOf } from '../../../src/core/outcome/outcome.ts';
import { gateSubject } from '../../../src/core/presentation/gates/gate-subject.ts';
import { openGate } from '../../../src/core/vocabulary/status.ts';
import { given, of, type World } from '../../support/given.ts';
import { MINUTE, type Script } from '../../support/given-start.ts';
import { matching, signature } from '../../support/given-submission.ts';

/** One question, Q1, and what Ben has said before proposals, which was read as its answer or not. */
function asked(matches: 'read' | 'unread', says: Script = {}, budgetUsd: number | null = null): World {
  const world = given({ says, settings: { budgetUsd } }).reach('answering');
  world.says('m1', 'About 900 a minute.');
  world.submits('synthesizer', matches === 'read' ? matching(['Q1', 'R1', 'About 900']) : matching());
  if (world.design.answering !== null) world.when({ type: 'finish_answering', by: 'Ana', skip: false });
  return world;
}

function corrects(world: World, replyId: string | null = 'm1') {
  world.when({ type: 'correct_match', questionId: 'Q1', replyId, by: 'Ana' });
}

const guessed = ({ design }: World) =>
  decidedIn(design)?.decision.assumptions.map(({ question }) => question);

describe('J9: what a person corrects once the text was asked for', () => {
  it('J9: an assumption that turns out to be answered while they sign is revised away, and all sign anew', () => {
    const world = asked('unread').reach('signing');
    expect(guessed(world)).toEqual(['Q1']);
    world.contributes('migrationist');
    corrects(world);
    world.contributes('subtractor');
    world.contributes('archaeologist');
    expect(world.design.step).toBe('revising');
    world.contributes('synthesizer');
    world.contributes('auditor');
    expect(guessed(world)).toEqual([]);
    expect(outcomeOf(world.design).assumptions).toEqual([]);
    expect(world.design).toMatchObject({ step: 'signing', signatures: [] });
  });

  it('J9: an answer that is taken away becomes an assumption of the text', () => {
    const world = asked('read').reach('signing');
    expect(guessed(world)).toEqual([]);
    corrects(world, null);
    world.everyoneContributes();
    world.contributes('synthesizer');
    expect(guessed(world)).toEqual(['Q1']);
  });

  it('J9: a confirmation of what was read changes nothing', () => {
    const world = asked('read').reach('signing');
    corrects(world);
    world.everyoneContributes();
    expect(world.design.step).toBe('writing');
  });

  it('J8: with no money left to revise it, a person is asked, and told what the text does not say', () => {
    const world = asked('unread', {}, 10).reach('signing');
    world.spends('subtractor', 10);
    corrects(world);
    world.everyoneContributes();
    expect(openGate(world.design)?.reasons).toEqual(['person_left_out', 'budget']);
    expect(gateSubject(world.design).settled).toEqual([
      { description: 'How many jobs a second?', text: 'About 900 a minute.', by: 'Ana' },
    ]);
  });

  it('J8: with no time left, what is no answer any more is told too', () => {
    const world = asked('read').reach('signing');
    world.contributes('migrationist');
    world.contributes('subtractor');
    corrects(world, null);
    world.later(20 * MINUTE).deadline('synthesis');
    expect(openGate(world.design)?.reasons).toEqual(['person_left_out']);
    expect(gateSubject(world.design).settled).toMatchObject([{ text: 'No answer.', by: 'Ana' }]);
  });

  it('J8: corrected at a gate, the decision is revised and signed once more', () => {
    const unsure = { signing: () => signature({ confidence: 0.2 }) };
    const world = asked('unread', unsure).reach('deciding');
    corrects(world);
    expect(of(world.history, 'gate_decided')).toMatchObject([{ choice: 'settle', note: '', by: 'Ana' }]);
    expect(world.design.step).toBe('revising');
    world.contributes('synthesizer');
    world.contributes('auditor');
    expect(world.design.step).toBe('signing');
    expect(guessed(world)).toEqual([]);
  });
});
