import { describe, expect, it, test } from 'vitest';
import { listSettledByPeople } from '#core/differences/sides.ts';
import type { Caveat } from '#core/vocabulary/caveat.ts';
import { listDivergences } from '#core/vocabulary/round.ts';
import { openGate, openRound } from '#core/vocabulary/status.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { listDifferenceRows } from '#presentation/picture/differences.ts';
import { drawDifferencesMessage } from '#presentation/talk/differences.ts';
import { drawGate } from '#presentation/thread/gate.ts';
import { viewOf } from '#presentation/view/view.ts';
import { makeSharedMaterial } from '#turns/prompt/material.ts';
import { given, of, type World } from '../../support/designs/given.ts';
import { DIVIDED, NOTHING_CARRIED, pointsFor } from '../../support/designs/given-start.ts';
import {
  argument,
  audit,
  dissent,
  mapping,
  signature,
} from '../../support/designs/given-submission.ts';
import { outcomeSettled } from '../../support/designs/outcome-settled.ts';
import { settledBy, settlementOf } from '../../support/designs/settlements.ts';

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

/** What a person is asked now. */
function asked({ design }: World) {
  const { id, caveats, choices } = openGate(design) ?? {};
  return { id, caveats, choices };
}

/** Ana has settled it for this, and the text does not say so. */
const NOT_WRITTEN: Caveat = {
  kind: 'contradicts_person',
  by: 'Ana',
  source: 'settlement',
  words: 'Answer 1.',
  about: 'Point 1?',
};

describe('a person settles a difference', () => {
  test.each(['1a', '1A', 'a', 'P1'])('J8: by any name of the position: %s', (position) => {
    const world = given({ says: STAY }).reach('arguing');
    expect(world.outcome({ ...SETTLE, position, note: 'We own the database.' })).toEqual([
      {
        type: 'divergence_settled',
        divergenceId: 'D1',
        ...settledBy('Ben', 'P1', 'We own the database.'),
      },
    ]);
  });

  test.each(['', 'none', '1c', '2a', 'P9', 'yes'])(
    'A4: not for an unknown position: %j',
    (position) => {
      const world = given({ says: STAY }).reach('arguing');
      expect(world.outcome({ ...SETTLE, position })).toEqual({
        code: 'unknown_reference',
        field: 'position',
        message: `There is no position ${position}; the positions are 1a (Answer 1.); 1b (Answer 2.).`,
      });
    },
  );

  it.each([
    ['before there is a map', () => given().reach('answering'), 'D1', 'none yet'],
    ['one that is missing on it', () => given({ says: STAY }).reach('arguing'), 'D2', 'D1'],
  ] as const)('A4: not %s', (_, begin, divergenceId, present) => {
    expect(begin().outcome({ ...SETTLE, divergenceId })).toEqual({
      code: 'unknown_reference',
      message: `There is no difference ${divergenceId}: this design has ${present}.`,
    });
  });

  it('J8: while it is argued: a turn under way may still say what it has, and it moves nothing', () => {
    const world = given({ says: STAY }).reach('arguing');
    world.settles('D1', '1b');
    expect(world.design.step).toBe('arguing');
    world.everyoneContributes();
    expect(world.design.divergences[0]?.arguments).toHaveLength(3);
    expect(settlementOf(world)).toEqual(settledBy('Ana', 'P2'));
    expect(world.design.step).toBe('composing');
  });

  it('J8: while it is argued: nobody is asked to argue it once more', () => {
    const world = given({ says: STAY }).reach('arguing');
    world.settles('D1', '1b');
    world.loses('subtractor');
    expect(openRound(world.design)?.excused).toEqual([
      { participant: 'subtractor', reason: 'point_settled', detail: '' },
    ]);
  });

  it('J8: while another one is argued beside it, that one is argued to its end', () => {
    const says = { ...STAY, mapping: () => mapping(['high', 'A', 'B'], ['high', 'A', 'C']) };
    const world = given({ says }).reach('arguing');
    world.settles('D1', '1b');
    const round = openRound(world.design);
    expect(round?.kind).toBe('argument');
    expect(round === null ? [] : listDivergences(round)).toContain('D2');
    expect(world.design.divergences.map((each) => each.settlement?.person)).toEqual([
      'Ana',
      undefined,
    ]);
  });

  it('J8: also one that the personas have settled, or left open', () => {
    const world = given({ says: STAY }).reach('composing');
    expect(settlementOf(world)?.outcome).toBe('unresolved');
    world.settles('D1', '1a');
    expect(settlementOf(world)).toEqual(settledBy('Ana', 'P1'));
    const agreed = given({ says: { mapping: () => mapping(['high', 'AB', 'C']) } }).reach(
      'composing',
    );
    expect(settlementOf(agreed)?.outcome).toBe('conceded');
    agreed.settles('D1', '1a');
    expect(settlementOf(agreed)).toEqual(settledBy('Ana', 'P1'));
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
    expect(world.outcome(SETTLE)).toEqual({
      code: 'not_open',
      message: 'This design has come to its end; its files are being written.',
    });
    expect(settlementOf(world)?.outcome).toBe('unresolved');
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
    expect([world.design.step, world.design.signatures]).toEqual(['signing', []]);
  });

  it('J8: with no money left for the revision, a person is asked about the present text', () => {
    const world = given({ says: STAY, settings: { questions: 'none', budgetUsd: 10 } }).reach(
      'signing',
    );
    world.spends('subtractor', 10);
    world.everyoneContributes();
    world.settles('D1', '1a');
    expect(settlementOf(world)).toEqual(settledBy('Ana', 'P1'));
    const money = { leftUsd: 0, takesUsd: 0, keptUsd: 0, keptFor: [] };
    const dropped = [{ kind: 'revision', reason: 'money_used_up', money }];
    expect(asked(world)).toEqual({
      id: 'gate-2',
      caveats: [NOT_WRITTEN, { kind: 'cut_short', why: 'money', by: '', dropped, isUsedUp: true }],
      choices: ['accept', 'stop'],
    });
  });

  it('J8: without a revision after a settlement at a gate, a person is asked again, who may accept the text', () => {
    const world = given({ says: STAY, settings: { questions: 'none' } }).reach('deciding');
    world.settles('D1', '1a');
    while (world.design.step === 'revising') world.fails(world.turn().participant);
    expect(asked(world)).toEqual({
      id: 'gate-2',
      caveats: [NOT_WRITTEN],
      choices: ['accept', 'send_back', 'stop'],
    });
    world.decidesGate('accept');
    expect(world.design.settled).toEqual({
      ...outcomeSettled('completed', 'decided_by_person', { caveats: [NOT_WRITTEN] }),
      at: world.now,
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
    const text = drawGate(viewOf(world.design), 'gate-1').sections.map(plainOf).join('\n');
    for (const words of [
      'The subtractor dissents: It costs too much.',
      'A blocking finding of the audit',
    ])
      expect(text).toContain(words);
    expect(text.match(/Point 1\?/g)).toHaveLength(1);
  });

  it('J8: a settlement there has the decision revised and signed once more, and the gate names the person', () => {
    const world = given({ says: STAY_AND_DIVIDED }).reach('deciding');
    const note = 'We own the database.';
    const { now: at } = world;
    expect(of(world.settles('D1', '1a', note), 'gate_decided')).toEqual([
      { type: 'gate_decided', at, gateId: 'gate-1', choice: 'settle', note, by: 'Ana' },
    ]);
    expect(world.design.step).toBe('revising');
    world.contributes('synthesizer');
    world.contributes('auditor');
    world.everyoneContributes();
    expect(world.design.settled).toEqual({
      ...outcomeSettled('completed', 'finished', { caveats: [{ kind: 'nobody_answered' }] }),
      at: world.now,
    });
    expect(world.outcome({ ...SETTLE, position: '1b' })).toEqual({
      code: 'not_open',
      message:
        'Ana settled this on 20 November 2026 at 09:00 UTC: “Answer 1.”. To object, write a reply.',
    });
  });
});

describe('the button that settles a point', () => {
  const settling = (world: World) =>
    drawDifferencesMessage(viewOf(world.design)).early.flatMap(({ clickable }) =>
      clickable.kind === 'controls'
        ? clickable.controls.map((each) =>
            each.kind === 'settle' ? each.about.replace('D1/', '') : '',
          )
        : [],
    );
  const atGate = (world: World) => {
    const { early, clickable } = drawGate(viewOf(world.design), 'gate-1');
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
      const { early, sections } = drawGate(viewOf(world.design), 'gate-1');
      return JSON.stringify(sections[(early[0]?.after ?? 0) - 1]);
    };
    const before = above();
    expect(before).toContain(world.design.divergences[0]?.description);
    world.says('m1', 'Why not SQLite?');
    expect(above()).toBe(before);
  });

  it('positions stand as text, whether or not the reader may settle', () => {
    const { design } = given({ says: STAY_AND_DIVIDED }).reach('deciding');
    const view = viewOf(design);
    const sides = JSON.stringify(listDifferenceRows(view)[0]?.sides);
    for (const { statement } of design.divergences[0]?.positions ?? [])
      expect(sides).toContain(statement);
  });

  it('the settling button stands first at its gate, and nowhere once the design has ended', () => {
    const world = given({ says: STAY_AND_DIVIDED }).reach('deciding');
    expect(atGate(world)).toEqual(['P1', 'P2', 'ask', 'send_back', 'stop', 'accept']);
    world.decidesGate('accept');
    expect([atGate(world), settling(world)]).toEqual([[], []]);
  });
});
