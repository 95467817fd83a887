import { describe, expect, it, test } from 'vitest';
import { decisionStatusOf } from '#core/follow-up/decision-status.ts';
import type { CommandOf, OutsideCommand } from '#core/vocabulary/commands.ts';
import { disputed } from '../../support/designs/disputed.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { given, types, type World } from '../../support/designs/given.ts';
import { GATED, THREE_QUESTIONS } from '../../support/designs/given-start.ts';
import { endWithFiles, write } from '../../support/designs/lived.ts';
import { playToEnd, playToReveal } from '../../support/designs/sample-design.ts';

type OfPeople = Exclude<OutsideCommand['type'], 'start_design'>;

/**
 * Result of a command: the code of its refusal, or the types of its events; `[]` if it added
 * nothing.
 */
type Result = string | readonly string[];

interface Row<Type extends OfPeople> {
  /** A moment at which it can be done. */
  readonly at: () => World;
  command(by: string): CommandOf<Type>;
  readonly twice: Result;
  /** Again, by another person. */
  readonly byAnother: Result;
  /** For the first time, after the design was cancelled. */
  readonly afterCancel: Result;
  /** For the first time, while proposals are written. */
  readonly early: Result;
}

const started = () =>
  given({
    says: { ...THREE_QUESTIONS, ...GATED },
    thread: { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' },
  });
const asked = () => started().reach('answering');
const replied = () => {
  const world = asked();
  world.says('m1', 'Nine hundred a minute.');
  return world;
};
const decided = () => playToEnd().reachEnd();
const differing = () => playToReveal({ difference: 'unresolved' }).reach('arguing');

const PUBLICATION = {
  repository: 'acme/shop',
  number: '0007',
  path: 'docs/decisions/0007-queue.md',
  pull: 7,
  url: 'https://github.com/acme/shop/pull/7',
};

const COMMANDS: { readonly [Type in OfPeople]: Row<Type> } = {
  record_reply: {
    at: asked,
    command: (author) => ({
      type: 'record_reply',
      replyId: 'm1',
      author,
      text: 'Nine hundred.',
      questionId: null,
    }),
    twice: [],
    byAnother: [],
    afterCancel: ['reply_recorded'],
    early: ['reply_recorded'],
  },
  revise_reply: {
    at: replied,
    command: (author) => ({
      type: 'revise_reply',
      replyId: 'm1',
      author,
      text: 'A thousand a minute.',
    }),
    twice: [],
    byAnother: [],
    afterCancel: ['reply_recorded'],
    early: 'unknown_reference',
  },
  withdraw_reply: {
    at: replied,
    command: () => ({ type: 'withdraw_reply', replyId: 'm1' }),
    twice: 'unknown_reference',
    byAnother: 'unknown_reference',
    afterCancel: ['reply_recorded'],
    early: 'unknown_reference',
  },
  go_on: {
    at: asked,
    command: (by) => ({ type: 'go_on', by }),
    twice: 'not_open',
    byAnother: 'not_open',
    afterCancel: 'ended',
    early: 'not_open',
  },
  decide_gate: {
    at: () => started().reach('deciding'),
    command: (by) => ({
      type: 'decide_gate',
      gateId: 'gate-1',
      choice: 'send_back',
      note: 'Measure it.',
      by,
    }),
    twice: 'not_open',
    byAnother: 'not_open',
    afterCancel: 'ended',
    early: 'unknown_reference',
  },
  settle_divergence: {
    at: differing,
    command: (by) => ({
      type: 'settle_divergence',
      divergenceId: 'D1',
      position: '1a',
      note: '',
      by,
    }),
    twice: 'not_open',
    byAnother: 'not_open',
    afterCancel: 'ended',
    early: 'unknown_reference',
  },
  take_answer: {
    at: () => disputed(),
    command: (by) => ({ type: 'take_answer', questionId: 'Q1', answer: 'Ben', by }),
    twice: 'not_open',
    byAnother: 'not_open',
    afterCancel: 'ended',
    early: 'not_open',
  },
  cancel: {
    at: asked,
    command: (by) => ({ type: 'cancel', by, reason: '' }),
    twice: [],
    byAnother: [],
    afterCancel: [],
    early: ['design_ended'],
  },
  ask_starter: {
    at: asked,
    command: (by) => ({ type: 'ask_starter', act: 'cancel', by, byId: by }),
    twice: [],
    byAnother: ['people_reminded'],
    afterCancel: 'ended',
    early: ['people_reminded'],
  },
  judge_decision: {
    at: decided,
    command: (by) => ({ type: 'judge_decision', verdict: 'accepted', note: '', by }),
    twice: 'not_open',
    // Several people may accept it, each in their name (J14).
    byAnother: ['decision_judged'],
    afterCancel: 'not_open',
    early: 'not_open',
  },
  record_answer: {
    at: decided,
    command: (by) => ({ type: 'record_answer', question: 'Why?', answer: [], costUsd: 0, by }),
    // Each question is asked, and paid, for itself.
    twice: ['record_asked'],
    byAnother: ['record_asked'],
    afterCancel: ['record_asked'],
    early: 'not_open',
  },
  move_thread: {
    at: asked,
    command: () => ({ type: 'move_thread', from: 'C1', to: 'C2' }),
    twice: [],
    byAnother: [],
    afterCancel: ['thread_opened'],
    early: ['thread_opened'],
  },
  supersede: {
    at: decided,
    command: () => ({ type: 'supersede', successor: designIdOf(2) }),
    twice: [],
    byAnother: [],
    afterCancel: ['decision_judged'],
    early: 'not_open',
  },
  record_publication: {
    at: decided,
    command: (by) => ({ type: 'record_publication', publication: PUBLICATION, by }),
    twice: [],
    byAnother: [],
    afterCancel: 'not_open',
    early: 'not_open',
  },
};

function resultOf(world: World, command: Parameters<World['do']>[0]): Result {
  const decision = world.do(command);
  if (!decision.accepted) return decision.refusal.code;
  return types(decision.events).filter((type) => type !== 'turn_finished');
}

describe('each act of people, twice and late', () => {
  for (const [name, row] of Object.entries(COMMANDS)) {
    test(`A6: ${name} is done once, and what comes after it is refused or adds nothing`, () => {
      const world = row.at();
      expect(resultOf(world, row.command('Ana'))).not.toEqual([]);
      const other = world.fork();
      const before = world.design;
      world.later(60_000);
      expect(resultOf(world, row.command('Ana'))).toEqual(row.twice);
      if (typeof row.twice === 'string' || row.twice.length === 0)
        expect(world.design).toEqual(before);
      expect(resultOf(other.later(60_000), row.command('Ben'))).toEqual(row.byAnother);
      const cancelled = row.at === decided ? started().reach('proposing') : row.at();
      cancelled.cancels();
      expect(resultOf(cancelled, row.command('Ana'))).toEqual(row.afterCancel);
      expect(resultOf(started().reach('proposing'), row.command('Ana'))).toEqual(row.early);
    });
  }
});

const accepts: CommandOf<'judge_decision'> = {
  type: 'judge_decision',
  verdict: 'accepted',
  note: '',
  by: 'Ana',
};

/** The minute of what happened last, as people read it. */
const when = ({ design }: World) =>
  `on 20 November 2026 at ${new Date(design.lastAt).toISOString().slice(11, 16)} UTC`;
const OBJECT = 'To object, write a reply.';
const notOpen = (message: string) => ({ code: 'not_open', message });

describe('what is refused says who did what, when, and what can be done now', () => {
  it('J14: an acceptance, by whatever way its name comes in the second time', () => {
    const world = decided();
    world.when({ ...accepts, via: { way: 'slack' } });
    for (const via of [{ way: 'slack' }, { way: 'terminal' }, { way: 'api', token: 'ci' }] as const)
      expect(world.outcome({ ...accepts, note: 'As discussed.', via })).toEqual(
        notOpen(`Ana accepted this decision ${when(world)}. You can still decline it.`),
      );
    world.when({
      ...accepts,
      verdict: 'declined',
      note: 'Not before March.',
      via: { way: 'slack' },
    });
    expect(world.outcome({ ...accepts, verdict: 'declined', via: { way: 'slack' } })).toEqual(
      notOpen(`Ana declined this decision ${when(world)}. You can still accept it.`),
    );
  });

  it('J14: a name that is only claimed does not keep its bearer from accepting', () => {
    const world = decided();
    world.when({ ...accepts, via: { way: 'terminal' } });
    expect(world.outcome({ ...accepts, via: { way: 'slack' } })).toEqual([
      { ...accepts, type: 'decision_judged', via: { way: 'slack' } },
    ]);
  });

  it('J14: an acceptance under the same claimed name, in other capitals or with words on its way in', () => {
    const world = decided();
    world.when({ ...accepts, via: { way: 'api', token: 'ci' } });
    for (const by of ['ana', 'ANA', 'Ａna', 'ana (terminal)', 'Ana, by the API (token x)'])
      expect(world.outcome({ ...accepts, by, via: { way: 'api', token: 'ci' } }), by).toEqual(
        notOpen(
          `Ana, by the API (token ci) accepted this decision ${when(world)}. You can still decline it.`,
        ),
      );
    const another = { ...accepts, by: 'Anna', via: { way: 'terminal' } } as const;
    expect(world.outcome(another)).toEqual([
      { ...another, type: 'decision_judged', by: 'Anna (terminal)' },
    ]);
  });

  it('J14: an acceptance at the gate, and one of a decision that was superseded', () => {
    const world = playToEnd({ difference: 'unresolved' }).reachEnd();
    expect(world.outcome(accepts)).toEqual(
      notOpen(`Ana accepted this decision at its gate ${when(world)}. You can still decline it.`),
    );
    world.when({ type: 'supersede', successor: designIdOf(2) });
    expect(world.outcome({ ...accepts, by: 'Cem' })).toEqual(
      notOpen(
        `A later design superseded this decision ${when(world)}. To go on from it, follow up on its decision.`,
      ),
    );
    expect(decisionStatusOf(world.design)).toBe('superseded');
  });

  it('J8: a gate, with what was chosen or that nobody did', () => {
    const gate = started().reach('deciding');
    const decide = {
      type: 'decide_gate',
      gateId: 'gate-1',
      choice: 'accept',
      note: '',
      by: 'Ben',
    } as const;
    const undecided = gate.fork();
    gate.decidesGate('stop');
    expect(gate.outcome(decide)).toEqual(notOpen(`Ana stopped it here ${when(gate)}. ${OBJECT}`));
    undecided.posted().deadline('gate:gate-1');
    expect(undecided.outcome(decide)).toEqual(
      notOpen(`No one decided in time ${when(undecided)}. ${OBJECT}`),
    );
  });

  it('J8: a difference, with the position that prevails', () => {
    const settled = differing();
    const settle = {
      type: 'settle_divergence',
      divergenceId: 'D1',
      position: '1a',
      note: '',
      by: 'Ana',
    } as const;
    settled.when(settle);
    expect(settled.outcome({ ...settle, position: '1b' })).toEqual(
      notOpen(`Ana settled this ${when(settled)}: “It can”. ${OBJECT}`),
    );
  });

  it('C19: a wait, while the design runs and after its end', () => {
    const waited = asked();
    waited.when({ type: 'go_on', by: 'Ana' });
    const again = { type: 'go_on', by: 'Ben' } as const;
    expect(waited.outcome(again)).toEqual(
      notOpen(`Ana ended the wait for answers ${when(waited)}. ${OBJECT}`),
    );
    waited.cancels();
    expect(waited.outcome(again)).toEqual({
      code: 'ended',
      message: `Ana cancelled this design ${when(waited)}. To go on, run it again.`,
    });
  });
});

test('P3: after a second acceptance the papers have the same bytes', () => {
  const { world } = endWithFiles();
  world.when({ ...accepts, by: 'Cem', via: { way: 'slack' } });
  const before = write(world);
  expect(world.do({ ...accepts, by: 'Cem', via: { way: 'terminal' } }).accepted).toBe(false);
  const after = write(world);
  const paper = (files: typeof before) => files.find(({ name }) => name === 'brief.md')?.text;
  expect(paper(before)).toMatch(/Cem/);
  expect(paper(after)).toBe(paper(before));
});
