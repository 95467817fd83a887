import { describe, expect, it, test } from 'vitest';
import { plainOf } from '#presentation/format/plain-document.ts';
import { drawCard } from '#presentation/thread/card.ts';
import { drawGate } from '#presentation/thread/gate.ts';
import { listAskedToDecide } from '#presentation/view/gate.ts';
import { viewOf } from '#presentation/view/view.ts';
import { sayWhoDecides } from '#presentation/words/gate-words.ts';
import { disputed } from '../../support/designs/disputed.ts';
import { given } from '../../support/designs/given.ts';
import { UNSURE } from '../../support/designs/given-start.ts';

describe('whom a gate asks', () => {
  it('gate and card ask the starter by name, in the same words', () => {
    const view = viewOf(given({ says: UNSURE }).reach('deciding').design);
    expect(view.gate?.waitsFor).toEqual(['Ana']);
    for (const { sections } of [drawGate(view, 'gate-1'), drawCard(view)])
      expect(
        sections
          .map(plainOf)
          .join('\n')
          .match(/^.*please decide.* undecided/gm),
      ).toEqual(['Ana, please decide. Without a choice by 10:00 UTC, it ends undecided']);
  });

  test.each([
    ['Ana', 'Ana, please decide'],
    ['Ana (terminal)', 'Ana, please decide'],
    ['somebody, by the API (token ci)', 'The starter or an operator can decide'],
    ['', 'The starter or an operator can decide'],
  ])('started by “%s”, it asks by the name that is known', (startedBy, words) => {
    expect(sayWhoDecides(listAskedToDecide({ startedBy }))).toBe(words);
  });

  it('asks people who differ whose answer holds, and not to decide, which they may not', () => {
    const { design } = disputed().reach('deciding');
    const words = drawGate(viewOf(design), 'gate-1').sections.map(plainOf).join('\n');
    expect(words).toContain('Cem and Ben differ on Q1:');
    expect(words.match(/^.*please decide/gm)).toEqual(['Ana, please decide']);
  });
});
