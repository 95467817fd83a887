import { describe, expect, it, test } from 'vitest';
import type { GateReason } from '../../../src/core/events.ts';
import { lowestConfidence, shouldGate } from '../../../src/core/policy/should-gate.ts';
import type { Impact } from '../../../src/core/submission.ts';
import { given, type World } from '../../support/given.ts';
import type { Script } from '../../support/given-start.ts';
import {
  argument,
  audit,
  brief,
  composite,
  everyClaimAdopted,
  mapping,
  signature,
} from '../../support/given-submission.ts';

const base: Script = { brief: () => brief() };

function concluded(says: Script, before?: (world: World) => void): World {
  const settings = { questions: 'none', gates: 'none', budgetUsd: 100 } as const;
  const world = given({ settings, says: { ...base, ...says } }).reach('proposing');
  before?.(world);
  return world.reach('writing');
}

/** Nobody moves: the divergence stays unresolved. */
function stubborn(impact: Impact): Script {
  return {
    mapping: () => mapping([impact, 'A', 'BC']),
    argument: (_, speaker) =>
      speaker === 'migrationist' ? argument('P1', ['B-1']) : argument('P2', ['A-1']),
  };
}

function unsure(kind: 'composite' | 'signing' | 'brief', confidence: number): Script {
  if (kind === 'brief') return { brief: () => brief({ confidence }) };
  if (kind === 'composite')
    return { composite: (design) => composite(everyClaimAdopted(design), { confidence }) };
  return { signing: (_, speaker) => signature(speaker === 'archaeologist' ? { confidence } : {}) };
}

describe('A6: shouldGate', () => {
  const table: [string, Script, ((world: World) => void) | undefined, GateReason[]][] = [
    ['nothing speaks against it', {}, undefined, []],
    ['a high-impact divergence is unresolved', stubborn('high'), undefined, ['unresolved_high_impact']],
    ['a medium one is unresolved', stubborn('medium'), undefined, []],
    ['a low one was never argued', { mapping: () => mapping(['low', 'A', 'B']) }, undefined, []],
    ['the composite is unsure', unsure('composite', 0.39), undefined, ['low_confidence']],
    ['the composite is just sure enough', unsure('composite', 0.4), undefined, []],
    ['one signature is unsure', unsure('signing', 0), undefined, ['low_confidence']],
    ['the brief is unsure', unsure('brief', 0.1), undefined, ['low_confidence']],
    [
      'the audit found something that blocks',
      { audit: () => audit('minor', 'blocking') },
      undefined,
      ['blocking_finding'],
    ],
    ['the audit found what is major', { audit: () => audit('major', 'major', 'minor') }, undefined, []],
    ['one of three did not propose', {}, (world) => world.fails('subtractor'), []],
    [
      'two of three did not propose',
      {},
      (world) => {
        world.fails('subtractor');
        world.dies('archaeologist');
      },
      ['degraded_participation'],
    ],
    [
      'two of three did not sign',
      {},
      (world) => {
        world.reach('signing');
        world.fails('subtractor');
        world.fails('archaeologist');
      },
      ['degraded_participation'],
    ],
    ['the money for deliberation was used up', {}, (world) => world.spends('subtractor', 70), ['budget']],
    [
      'the time for deliberation was used up before anything could be argued',
      {},
      (world) => {
        world.contributes('subtractor');
        world.contributes('migrationist');
        world.deadline('deliberation');
      },
      [],
    ],
    [
      'the time for deliberation was used up in an argument of high impact',
      {},
      (world) => {
        world.reach('arguing').contributes('subtractor');
        world.deadline('deliberation');
      },
      ['unresolved_high_impact'],
    ],
    [
      'all at once',
      { ...stubborn('high'), ...unsure('brief', 0.1), audit: () => audit('blocking') },
      (world) => {
        world.reach('signing');
        world.spends('migrationist', 70);
        world.fails('subtractor');
        world.fails('archaeologist');
      },
      ['unresolved_high_impact', 'low_confidence', 'blocking_finding', 'degraded_participation'],
    ],
  ];

  test.each(table)('A6: when %s', (_, says, before, reasons) => {
    const { design } = concluded(says, before);
    expect(design.brief).not.toBeNull();
    expect(shouldGate(design)).toEqual(reasons);
    expect(design.settled).toMatchObject({
      status: reasons.length === 0 ? 'completed' : 'needs_review',
      reasons,
    });
  });

  it('A6: of five personas four must have taken part to the end', () => {
    const personas = ['subtractor', 'archaeologist', 'failure-analyst', 'contract-keeper', 'migrationist'];
    for (const [failing, reasons] of [
      [1, []],
      [2, ['degraded_participation']],
    ] as const) {
      const world = given({ personas, settings: { gates: 'none' } }).reach('signing');
      for (const name of personas.slice(0, failing)) world.fails(name);
      world.reach('writing');
      expect(shouldGate(world.design)).toEqual(reasons);
    }
  });

  it('A6: a design that has nothing yet rests on nothing unsure', () => {
    expect(lowestConfidence(given().design)).toBe(1);
  });

  it('A6: only the newest composite and the signatures under it count', () => {
    const world = given({ says: { ...unsure('composite', 0.1), ...unsure('signing', 0.05) } }).reach(
      'deciding',
    );
    expect(lowestConfidence(world.design)).toBe(0.05);
    world.decidesGate('send_back');
    world.submits('synthesizer', composite(everyClaimAdopted(world.design), { confidence: 0.9 }));
    expect(lowestConfidence(world.design)).toBe(0.9);
  });
});
