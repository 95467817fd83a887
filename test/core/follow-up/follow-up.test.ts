import { describe, expect, it } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import {
  decisionStatusOf,
  findSuperseding,
  questionsAskedOf,
  verdictsOf,
} from '#core/follow-up/decision-status.ts';
import { refuseAsking } from '#core/follow-up/follow-up.ts';
import { outcomeOf } from '#core/outcome/outcome.ts';
import type { CommandOf } from '#core/vocabulary/commands.ts';
import { statusOf } from '#core/vocabulary/status.ts';
import { sayDecisionStatus } from '#presentation/judged/afterwards.ts';
import { viewOf } from '#presentation/view/view.ts';
import { listControlsAfterEnd } from '#presentation/words/controls.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { given } from '../../support/designs/given.ts';
import { GATED } from '../../support/designs/given-start.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';

const judges = (
  by: string,
  verdict: 'accepted' | 'declined',
  note = '',
): CommandOf<'judge_decision'> => ({
  type: 'judge_decision',
  by,
  verdict,
  note,
});
const asks = (question: string): CommandOf<'record_answer'> => ({
  type: 'record_answer',
  question,
  answer: [{ text: 'It is brief.md.', cites: [] }],
  costUsd: 0,
  by: 'Ben',
});
const asked = (question: string) => ({ ...asks(question), type: 'record_asked' });

describe('a decision lives', () => {
  it('J14: people accept it by name and may change their minds, and nothing of the outcome changes', () => {
    const world = playToEnd().reachEnd();
    const before = outcomeOf(world.design);
    world.when(judges('Ana', 'accepted'));
    expect(decisionStatusOf(world.design)).toBe('accepted');
    world.when(judges('Cem', 'declined', 'Not before March.'));
    expect(decisionStatusOf(world.design)).toBe('declined');
    world.when(judges('Cem', 'accepted'));
    expect(decisionStatusOf(world.design)).toBe('accepted');
    expect(verdictsOf(world.design).map(({ by }) => by)).toEqual(['Ana', 'Cem']);
    expect(outcomeOf(world.design)).toEqual(before);
  });

  it('J14: a question before the gate is refused', () => {
    const world = given({ says: GATED }).reach('signing');
    const refusal = world.outcome(asks('Early?'));
    expect(refusal).toEqual({
      code: 'not_open',
      message:
        'This design has not ended yet. You can ask its record at a gate, and once it has ended.',
    });
    expect(refuseAsking(world.design)).toEqual(refusal);
  });

  it('J14: a question at a gate decides nothing', () => {
    const world = given({ says: GATED }).reach('deciding');
    const signed = () => [
      decidedOf(world.design)?.sha256,
      world.design.signatures,
      world.design.gates,
    ];
    const before = signed();
    expect(refuseAsking(world.design)).toBeNull();
    expect(world.outcome(asks('Where is it?'))).toEqual([asked('Where is it?')]);
    expect([signed(), statusOf(world.design)]).toEqual([before, 'awaiting_input']);
  });

  it('J14: a question that was asked at a gate is answered after it as well', () => {
    const world = given({ says: GATED }).reach('deciding');
    world.when(asks('Where is it?'));
    world.decidesGate('send_back', 'gate-1', 'Measure it.');
    expect(refuseAsking(world.design)?.code).toBe('not_open');
    expect(world.outcome(asks('And now?'))).toEqual([asked('And now?')]);
    world.reach('deciding');
    world.decidesGate('accept', world.design.gates.at(-1)?.id);
    world.reachEnd();
    world.when(asks('After the end?'));
    expect(questionsAskedOf(world.design).map(({ since }) => since !== null)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('J14: who has accepted at the gate has accepted it, and is asked again only after a change of mind', () => {
    const world = playToEnd({ difference: 'unresolved' }).reachEnd();
    const offers = () =>
      listControlsAfterEnd(viewOf(world.design)).some(({ kind }) => kind === 'accept_decision');
    expect([decisionStatusOf(world.design), offers()]).toEqual(['accepted', false]);
    world.when(judges('Ana', 'declined', 'Not before March.'));
    expect([decisionStatusOf(world.design), offers()]).toEqual(['declined', true]);
    world.when(judges('Ana', 'accepted'));
    expect(decisionStatusOf(world.design)).toBe('accepted');
  });

  it('D8: a claimed name has one verdict whatever way it came, never that of a vouched one', () => {
    const world = playToEnd().reachEnd();
    const ways = [
      ['Ana', { way: 'terminal' }],
      ['Ana', { way: 'console', token: 'admin' }],
      ['Ana', { way: 'slack' }],
      ['somebody', { way: 'api', token: 'a' }],
      ['somebody', { way: 'api', token: 'b' }],
    ] as const;
    for (const [by, via] of ways) world.do({ ...judges(by, 'declined', via.way), via });
    expect(verdictsOf(world.design).map(({ via }) => via)).toEqual(
      ways.filter((_, at) => at !== 1).map(([, via]) => via),
    );
    expect(sayDecisionStatus(world.design)[0]).toMatch(/^Ana \(terminal\) declined it on/);
    const [[by, via]] = ways;
    world.when({ ...judges(by, 'accepted'), via });
    expect(verdictsOf(world.design).at(-1)).toEqual({
      type: 'decision_judged',
      at: world.history.at(-1)?.at,
      verdict: 'accepted',
      note: '',
      by: 'Ana (terminal)',
      via,
    });
    expect(verdictsOf(world.design)).toHaveLength(ways.length - 1);
  });

  it('J14: a later design supersedes it, once', () => {
    const world = playToEnd().reachEnd();
    const supersede = { type: 'supersede', successor: designIdOf(2) } as const;
    world.when(supersede);
    expect(findSuperseding(world.design)?.successor).toBe(designIdOf(2));
    expect(world.outcome(supersede)).toEqual([]);
    expect(decisionStatusOf(world.design)).toBe('superseded');
  });

  it('J14: nobody accepts a decision before the end', () => {
    expect(given().reach('proposing').outcome(judges('Ana', 'accepted'))).toEqual({
      code: 'not_open',
      message: 'This design has not ended yet.',
    });
  });

  it('J14: where nothing was decided, people can ask the record and accept nothing', () => {
    const world = given().reach('proposing');
    world.cancels();
    expect(world.outcome(judges('Ana', 'accepted'))).toEqual({
      code: 'not_open',
      message: 'This design has ended without a decision, so there is nothing to accept.',
    });
    expect(world.outcome(asks('Why?'))).toEqual([asked('Why?')]);
  });
});
