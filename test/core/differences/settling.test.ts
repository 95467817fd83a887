import { describe, expect, it, test } from 'vitest';
import { listSettledByPeople } from '#core/differences/sides.ts';
import { divergencesIn } from '#core/vocabulary/round.ts';
import { openGate, openRound } from '#core/vocabulary/status.ts';
import { pageGateIn } from '#presentation/answers/design-page.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { differenceRowsIn } from '#presentation/picture/differences.ts';
import { differencesIn } from '#presentation/talk/differences.ts';
import { gateIn } from '#presentation/thread/gate.ts';
import { viewOf } from '#presentation/view/view.ts';
import { makeSharedMaterial } from '#turns/prompt/material.ts';
import { given, of, types, type World } from '../../support/designs/given.ts';
import { DIVIDED, NOTHING_CARRIED, pointsFor } from '../../support/designs/given-start.ts';
import {
  argument,
  audit,
  dissent,
  mapping,
  signature,
} from '../../support/designs/given-submission.ts';

/** A holds one position; B and C hold the other. */
const DIFFER = { mapping: () => mapping(['high', 'A', 'BC'] as const) };
const STAY = {
  ...DIFFER,
  argument: (design: World['design'], speaker: Parameters<typeof pointsFor>[1]) =>
    argument(...pointsFor(design, speaker)),
};
/** A person is asked for more than the difference. */
const STAY_AND_DIVIDED = { ...STAY, ...DIVIDED };
const SETTLE = {
  type: 'settle_divergence',
  divergenceId: 'D1',
  position: '1a',
  note: '',
  by: 'Ben',
} as const;

function settlement({ design }: World) {
  return design.divergences[0]?.settlement;
}

describe('a person settles a difference', () => {
  test.each(['1a', '1A', 'a', 'P1'])('J8: by any name of the position: %s', (position) => {
    const world = given({ says: STAY }).reach('arguing');
    const events = world.settles('D1', position, 'We own the database.', 'Ana');
    expect(of(events, 'divergence_settled')).toMatchObject([
      {
        outcome: 'settled_by_person',
        position: 'P1',
        by: [],
        person: 'Ana',
        reason: 'We own the database.',
      },
    ]);
  });

  test.each(['', 'none', '1c', '2a', 'P9', 'yes'])(
    'A4: not for an unknown position: %j',
    (position) => {
      const world = given({ says: STAY }).reach('arguing');
      expect(world.refuses({ ...SETTLE, position })).toEqual({
        code: 'unknown_reference',
        field: 'position',
        message: `There is no position ${position}; the positions are 1a (Answer 1.); 1b (Answer 2.).`,
      });
    },
  );

  it('A4: not one that is missing on the map, nor before there is a map', () => {
    const none = 'There is no difference D1: this design has none yet.';
    expect(given().reach('answering').refuses(SETTLE)).toEqual({
      code: 'unknown_reference',
      message: none,
    });
    const world = given({ says: STAY }).reach('arguing');
    expect(world.refuses({ ...SETTLE, divergenceId: 'D2' }).message).toBe(
      'There is no difference D2: this design has D1.',
    );
  });

  it('J8: while it is argued: a turn under way may still say what it has, and it moves nothing', () => {
    const world = given({ says: STAY }).reach('arguing');
    world.settles('D1', '1b');
    expect(world.design.step).toBe('arguing');
    world.everyoneContributes();
    expect(world.design.divergences[0]?.arguments).toHaveLength(3);
    expect(settlement(world)).toMatchObject({
      outcome: 'settled_by_person',
      position: 'P2',
      person: 'Ana',
    });
    expect(world.design.step).toBe('composing');
  });

  it('J8: while it is argued: nobody is asked to argue it once more', () => {
    const world = given({ says: STAY }).reach('arguing');
    world.settles('D1', '1b');
    world.loses('subtractor');
    expect(openRound(world.design)?.excused).toMatchObject([
      { participant: 'subtractor', reason: 'point_settled' },
    ]);
  });

  it('J8: while another one is argued beside it, that one is argued to its end', () => {
    const says = { ...STAY, mapping: () => mapping(['high', 'A', 'B'], ['high', 'A', 'C']) };
    const world = given({ says }).reach('arguing');
    world.settles('D1', '1b');
    const round = openRound(world.design);
    expect(round?.kind).toBe('argument');
    expect(round === null ? [] : divergencesIn(round)).toContain('D2');
    expect(world.design.divergences.map((each) => each.settlement?.person)).toEqual([
      'Ana',
      undefined,
    ]);
  });

  it('J8: also one that the personas have settled, or left open', () => {
    const world = given({ says: STAY }).reach('composing');
    expect(settlement(world)?.outcome).toBe('unresolved');
    world.settles('D1', '1a');
    expect(settlement(world)).toMatchObject({ outcome: 'settled_by_person', person: 'Ana' });
    const agreed = given({ says: { mapping: () => mapping(['high', 'AB', 'C']) } }).reach(
      'composing',
    );
    expect(settlement(agreed)?.outcome).toBe('conceded');
    agreed.settles('D1', '1a');
    expect(settlement(agreed)).toMatchObject({ outcome: 'settled_by_person', position: 'P1' });
  });

  it('J8: a second run knows what people had settled, and its papers name them', () => {
    const settled = {
      description: 'Does it move?',
      statement: 'It moves.',
      person: 'Zoe',
      note: 'We own it.',
    };
    const carried = { ...NOTHING_CARRIED, settled: [settled] };
    const { design } = given({ carried }).reachEnd();
    expect(
      makeSharedMaterial(design)
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('# Settled by people before this run');
    expect(writeBrief(design)).toContain('Zoe settled “Does it move?”: It moves.');
    expect(listSettledByPeople(design)).toEqual([settled]);
  });

  it('not once its outcome is there', () => {
    const world = given({ says: STAY_AND_DIVIDED }).reach('deciding');
    world.decidesGate('accept');
    expect(world.refuses(SETTLE)).toMatchObject({ code: 'not_open' });
    expect(settlement(world)?.outcome).toBe('unresolved');
  });
});

describe('a person’s settlement holds', () => {
  it('J9: a settlement during signing has the text revised and signed anew', () => {
    const world = given({ says: STAY }).reach('signing');
    world.contributes('migrationist');
    world.settles('D1', '1a');
    world.contributes('subtractor');
    world.contributes('archaeologist');
    expect(world.design.step).toBe('revising');
    world.contributes('synthesizer');
    world.contributes('auditor');
    expect(world.design).toMatchObject({ step: 'signing', signatures: [] });
  });

  it('J8: with no money left for the revision, a person is asked about the present text', () => {
    const world = given({ says: STAY, settings: { questions: 'none', budgetUsd: 10 } }).reach(
      'signing',
    );
    world.spends('subtractor', 10);
    world.everyoneContributes();
    world.settles('D1', '1a');
    expect(settlement(world)?.person).toBe('Ana');
    expect(openGate(world.design)).toMatchObject({
      id: 'gate-2',
      caveats: [{ kind: 'contradicts_person' }, { kind: 'cut_short' }],
      choices: ['accept', 'stop'],
    });
  });

  it('J8: without a revision after a settlement at a gate, a person is asked again, who may accept the text', () => {
    const world = given({ says: STAY, settings: { questions: 'none' } }).reach('deciding');
    world.settles('D1', '1a');
    while (world.design.step === 'revising') world.fails(world.turn().participant);
    expect(openGate(world.design)).toMatchObject({
      id: 'gate-2',
      caveats: [{ kind: 'contradicts_person' }],
    });
    world.decidesGate('accept');
    expect(world.design.settled).toMatchObject({
      status: 'completed',
      stoppedBecause: 'decided_by_person',
      caveats: [{ kind: 'contradicts_person' }],
    });
  });
});

describe('a gate over an open difference', () => {
  it('A6: its message lists all caveats, and each open difference with its positions', () => {
    const world = given({
      says: {
        ...STAY,
        audit: () => audit('blocking'),
        signing: (_: unknown, speaker: string) =>
          speaker === 'subtractor' ? dissent('It costs too much.') : signature({}, speaker),
      },
    }).reach('deciding');
    const text = gateIn(viewOf(world.design), 'gate-1').sections.map(plainOf).join('\n');
    for (const words of [
      'The subtractor dissents: It costs too much.',
      'A blocking finding of the audit',
    ])
      expect(text).toContain(words);
    expect(text.match(/Point 1\?/g)).toHaveLength(1);
  });

  it('J8: a settlement there has the decision revised and signed once more, and the gate names the person', () => {
    const world = given({ says: STAY_AND_DIVIDED }).reach('deciding');
    const events = world.settles('D1', '1a', 'We own the database.');
    expect(types(events)).toContain('gate_decided');
    expect(world.design.gates[0]?.decision).toEqual({
      choice: 'settle',
      note: 'We own the database.',
      by: 'Ana',
    });
    expect(world.design.step).toBe('revising');
    world.contributes('synthesizer');
    world.contributes('auditor');
    world.everyoneContributes();
    expect(world.design.settled).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
    expect(world.refuses({ ...SETTLE, position: '1b' }).code).toBe('not_open');
  });
});

describe('the button that settles a point', () => {
  const settling = (world: World) =>
    differencesIn(viewOf(world.design)).early.flatMap(({ clickable }) =>
      clickable.kind === 'controls'
        ? clickable.controls.map((each) =>
            each.kind === 'settle' ? each.about.replace('D1/', '') : '',
          )
        : [],
    );
  const atGate = (world: World) => {
    const { early, clickable } = gateIn(viewOf(world.design), 'gate-1');
    const shown = [...early.map((each) => each.clickable), clickable].flatMap((each) =>
      each?.kind === 'controls' ? each.controls : [],
    );
    return shown.map((each) =>
      each.kind === 'settle' ? each.about.replace('D1/', '') : each.kind,
    );
  };

  it('the button that settles a point stands right below its question, though words were said at the gate', () => {
    const world = given({ says: STAY_AND_DIVIDED }).reach('deciding');
    const above = () => {
      const { early, sections } = gateIn(viewOf(world.design), 'gate-1');
      return JSON.stringify(sections[(early[0]?.after ?? 0) - 1]);
    };
    const before = above();
    expect(before).toContain(world.design.divergences[0]?.description);
    world.says('m1', 'Why not SQLite?');
    expect(above()).toBe(before);
  });

  it('positions stand as text, with or without a question, whether or not the reader may settle', () => {
    const { design } = given({ says: STAY_AND_DIVIDED }).reach('deciding');
    const view = viewOf(design);
    const [pressed, read] = [true, false].map((may) =>
      JSON.stringify(pageGateIn(view, () => may)?.asks.sections),
    );
    const sides = JSON.stringify(differenceRowsIn(view)[0]?.sides);
    for (const { statement } of design.divergences[0]?.positions ?? [])
      expect(sides).toContain(statement);
    expect([pressed, read].map((each) => each?.includes('What do you want to do?'))).toEqual([
      true,
      false,
    ]);
  });

  it('the settling button stands first at its gate, and nowhere once the design has ended', () => {
    const world = given({ says: STAY_AND_DIVIDED }).reach('deciding');
    expect(atGate(world)).toEqual(['P1', 'P2', 'ask', 'send_back', 'stop', 'accept']);
    world.decidesGate('accept');
    expect([atGate(world), settling(world)]).toEqual([[], []]);
  });
});
