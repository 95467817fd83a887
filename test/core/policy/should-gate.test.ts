import { describe, expect, it } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { findCaveats } from '#core/outcome/caveats/all.ts';
import { lowestConfidenceOf } from '#core/outcome/confidence.ts';
import { shouldGate } from '#core/outcome/should-gate.ts';
import type { CaveatKind } from '#core/vocabulary/caveat.ts';
import type { Impact } from '#core/vocabulary/submission.ts';
import { differences } from '../../support/designs/differences.ts';
import { given, type World } from '../../support/designs/given.ts';
import type { Script } from '../../support/designs/given-start.ts';
import { pointsFor } from '../../support/designs/given-start.ts';
import {
  argument,
  audit,
  composite,
  dissent,
  mapping,
  revision,
  signature,
} from '../../support/designs/given-submission.ts';

function concluded(says: Script, before?: (world: World) => void): World {
  const settings = { questions: 'none', gates: 'none', budgetUsd: 100 } as const;
  const world = given({ settings, says }).reach('proposing');
  before?.(world);
  return world.reach('writing');
}

/** Nobody moves: the divergence stays unresolved. */
function stubborn(impact: Impact): Script {
  return {
    mapping: () => mapping([impact, 'A', 'BC']),
    argument: (design, speaker) => argument(...pointsFor(design, speaker)),
  };
}

function unsure(kind: 'revision' | 'signing' | 'composite', confidence: number): Script {
  if (kind === 'revision') return { revision: (design) => revision(design, { confidence }) };
  if (kind === 'composite')
    return {
      composite: (design) => composite(design, { confidence }),
      audit: () => audit(),
    };
  return {
    signing: (_, speaker) => signature(speaker === 'archaeologist' ? { confidence } : {}, speaker),
  };
}

describe('A6: shouldGate', () => {
  const table: [string, Script, ((world: World) => void) | undefined, CaveatKind[]][] = [
    ['nothing speaks against it', {}, undefined, []],
    ['a high-impact divergence is unresolved', stubborn('high'), undefined, ['difference_open']],
    ['a medium one is unresolved', stubborn('medium'), undefined, []],
    ['a low one was never argued', { mapping: () => mapping(['low', 'A', 'B']) }, undefined, []],
    ['the composite is unsure', unsure('composite', 0.39), undefined, ['not_signed']],
    ['one signature is unsure', unsure('signing', 0), undefined, ['not_signed']],
    ['the revision is unsure', unsure('revision', 0.1), undefined, ['not_signed']],
    [
      'the audit found something that blocks',
      { audit: () => audit('minor', 'blocking') },
      undefined,
      ['finding_open'],
    ],
    [
      'the audit found what is major',
      { audit: () => audit('major', 'major', 'minor') },
      undefined,
      [],
    ],
    ['one of three did not propose', {}, (world) => world.fails('subtractor'), []],
    [
      'two of three did not propose',
      {},
      (world) => {
        world.fails('subtractor');
        world.fails('archaeologist');
      },
      ['persona_missing'],
    ],
    [
      'two of three did not sign',
      {},
      (world) => {
        world.reach('signing');
        world.fails('subtractor');
        world.fails('archaeologist');
      },
      ['persona_missing'],
    ],
    [
      'there was too little money left to compare them, and so for all that is left out before',
      {},
      (world) => world.spends('subtractor', 70),
      ['not_audited', 'not_signed', 'cut_short'],
    ],
    [
      'all of them dissent',
      { signing: () => dissent('It is not needed.') },
      undefined,
      ['dissent'],
    ],
    [
      'one of two signs and one dissents',
      {
        signing: (_, speaker) =>
          speaker === 'subtractor' ? dissent('No.') : signature({}, speaker),
      },
      (world) => {
        world.reach('signing');
        world.fails('archaeologist');
      },
      ['dissent'],
    ],
    [
      'one of three dissents',
      {
        signing: (_, speaker) =>
          speaker === 'subtractor' ? dissent('No.') : signature({}, speaker),
      },
      undefined,
      [],
    ],
    [
      'nobody could audit it',
      {},
      (world) => {
        world.reach('auditing').deadline(`round:${world.design.rounds.at(-1)?.id ?? 'r0'}`);
      },
      ['not_audited'],
    ],
    [
      'the time for deliberation was used up before anything could be argued',
      {},
      (world) => {
        world.contributes('subtractor');
        world.contributes('migrationist');
        world.deadline('deliberation');
      },
      ['not_audited'],
    ],
    [
      'the time for deliberation was used up in an argument of high impact',
      {},
      (world) => {
        world.reach('arguing').contributes('subtractor');
        world.deadline('deliberation');
      },
      ['difference_open'],
    ],
    [
      'all at once',
      { ...stubborn('high'), ...unsure('revision', 0.1), audit: () => audit('blocking') },
      (world) => {
        world.reach('signing');
        world.spends('migrationist', 70);
        world.fails('subtractor');
        world.fails('archaeologist');
      },
      ['finding_open', 'difference_open', 'persona_missing', 'not_signed'],
    ],
  ];

  it('A6: a person is asked for each reason that there is, and for no other', () => {
    const wrong = differences(table, ([, says, before, reasons]) => {
      const { design } = concluded(says, before);
      expect(decidedOf(design)).not.toBeNull();
      expect(shouldGate(design)).toEqual(reasons);
      expect(design.settled?.status).toBe(reasons.length === 0 ? 'completed' : 'needs_review');
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    { gateBelow: 0, confidence: 0, gates: false },
    { gateBelow: 0.4, confidence: 0.39, gates: true },
    { gateBelow: 0.4, confidence: 0.4, gates: false },
    { gateBelow: 1, confidence: 0.99, gates: true },
    { gateBelow: 1, confidence: 1, gates: false },
  ])(
    'A6: a gate opens below the recorded confidence, not at it: $confidence, $gateBelow',
    (row) => {
      const world = given({
        settings: { gateBelow: row.gateBelow },
        says: unsure('composite', row.confidence),
      });
      const { design } = world.reach('auditing');
      const found = findCaveats(design).filter(
        (each) => each.kind === 'not_signed' && each.why === 'unsure',
      );
      expect(found.length > 0).toBe(row.gates);
    },
  );

  it('A6: of five personas four must have taken part to the end', () => {
    const personas = [
      'subtractor',
      'archaeologist',
      'failure-analyst',
      'contract-keeper',
      'migrationist',
    ];
    for (const [failing, reasons] of [
      [1, []],
      [2, ['persona_missing']],
    ] as const) {
      const world = given({ personas, settings: { gates: 'none' } }).reach('signing');
      for (const name of personas.slice(0, failing)) world.fails(name);
      world.reach('writing');
      expect(shouldGate(world.design)).toEqual(reasons);
    }
  });

  it('A6: a design that has nothing yet rests on nothing unsure', () => {
    expect(lowestConfidenceOf(given().design)).toBe(1);
  });

  it('A6: only the newest text and the signatures under it count', () => {
    const world = given({
      says: { ...unsure('composite', 0.1), ...unsure('signing', 0.05) },
    }).reach('deciding');
    expect(lowestConfidenceOf(world.design)).toBe(0.05);
    world.decidesGate('send_back');
    world.submits('synthesizer', revision(world.design, { confidence: 0.9 }));
    expect(lowestConfidenceOf(world.design)).toBe(0.9);
  });
});
