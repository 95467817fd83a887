import { describe, expect, it } from 'vitest';
import { openRound } from '../../../src/core/status.ts';
import { given, type World } from '../../support/given.ts';
import { mapping } from '../../support/given-submission.ts';

function arguing(): World {
  const says = { mapping: () => mapping(['high', 'A', 'B'], ['medium', 'B', 'C']) };
  return given({ settings: { budgetUsd: 100 }, says }).reach('arguing');
}

function active(world: World) {
  return openRound(world.design)?.divergenceId ?? null;
}

describe('C14: the divergence under argument is that of the open round, and gone with it', () => {
  it('C14: it follows the rounds, and there is none once arguing is over', () => {
    const world = arguing();
    expect(active(world)).toBe('D1');
    world.everyoneContributes();
    expect(active(world)).toBe('D2');
    world.everyoneContributes();
    expect(world.design.step).toBe('composing');
    expect(active(world)).toBeNull();
  });

  it('C14: no field of the design names it beside its rounds', () => {
    const { rounds: _, divergences: __, ...rest } = arguing().design;
    expect(JSON.stringify(rest)).not.toContain('D1');
  });

  it('C14: a crash and a replacement leave it as it is', () => {
    const world = arguing();
    world.loses('migrationist');
    expect(active(world)).toBe('D1');
    world.ready('migrationist');
    expect(active(world)).toBe('D1');
  });

  it('C14: the round’s deadline takes it away', () => {
    const world = arguing();
    world.contributes('migrationist');
    world.deadline(`round:${openRound(world.design)?.id ?? 'r0'}`);
    expect(active(world)).toBe('D2');
  });

  it('C14: a cancellation takes it away', () => {
    const world = arguing();
    world.cancels();
    expect(active(world)).toBeNull();
  });
});
