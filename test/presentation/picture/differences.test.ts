import { describe, expect, test } from 'vitest';
import { convertToPlain } from '#presentation/format/plain-document.ts';
import { isAskedAtGate, listDifferenceRows } from '#presentation/picture/differences.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { viewOf } from '#presentation/view/view.ts';
import { given } from '../../support/designs/given.ts';
import { DIVIDED, pointsFor, type Script } from '../../support/designs/given-start.ts';
import { argument, mapping } from '../../support/designs/given-submission.ts';
import { playToEnd, tellToTheEnd } from '../../support/designs/sample-design.ts';

/** A person is asked which side holds, and for more than that. */
const STAY_AND_DIVIDED: Script = {
  mapping: () => mapping(['high', 'A', 'BC'] as const),
  argument: (design, speaker) => argument(...pointsFor(design, speaker)),
  ...DIVIDED,
};

/** Nobody changes sides any more. */
function over(view: DesignView): DesignView {
  return { ...view, endedAt: view.changedAt };
}

describe('who thinks what', () => {
  test('a side has its holders, its best reason and the cited lines, while the difference is open', () => {
    const view = viewOf(given({ says: STAY_AND_DIVIDED }).reach('deciding').design);
    const [row] = listDifferenceRows(view);
    expect(row && isAskedAtGate(view, row)).toBe(true);
    expect(convertToPlain(row?.cost ?? [])).toMatch(/^Cost of the wrong choice: /);
    expect(row?.end).toEqual([]);
    for (const { words, holders, notes } of row?.sides ?? []) {
      expect(convertToPlain(words)).not.toBe('');
      expect(convertToPlain(holders)).toMatch(/^The /);
      expect(convertToPlain(notes[0] ?? [])).toMatch(/^(?:Best reason: .+|No reason was given\.)/);
    }
  });

  test('who moved stands at their new side, with the fact that moved them', () => {
    const view = viewOf(playToEnd({ difference: 'conceded' }).design);
    const sides = listDifferenceRows(over(view)).flatMap((row) => row.sides);
    const came = sides.flatMap((side) => side.notes.map(convertToPlain));
    expect(came.length).toBeGreaterThan(0);
    for (const words of came) expect(words).toMatch(/^→ .+, because of “.+”/);
  });

  test('who moves stands below the best reason, which so stays in its place', () => {
    const { design } = playToEnd({ difference: 'conceded' });
    const [settled] = design.divergences;
    if (settled === undefined) throw new Error('there is no difference');
    const view = viewOf({ ...design, divergences: [{ ...settled, settlement: null }] });
    const sides = listDifferenceRows(over(view)).flatMap((row) => row.sides);
    const moved = sides
      .map(({ notes }) => notes.map(convertToPlain))
      .filter((all) => all.length > 1);
    expect(moved.length).toBeGreaterThan(0);
    for (const [best, ...came] of moved) {
      expect(best).toMatch(/^(?:Best reason: .+|No reason was given\.)/);
      for (const words of came) expect(words).toMatch(/^→ /);
    }
  });

  test('those who moved alike stand in one line, as in a message', () => {
    const view = viewOf(playToEnd({ difference: 'conceded' }).design);
    const [one] = view.divergences;
    const [mover] = one?.arguments.filter(({ moved }) => (moved?.because.length ?? 0) > 0) ?? [];
    const other = view.personas.find(({ id }) => id !== mover?.persona);
    if (one === undefined || mover === undefined || other === undefined)
      throw new Error('nobody moved');
    const alike = { ...one, arguments: [mover, { ...mover, persona: other.id }] };
    const rows = listDifferenceRows(over({ ...view, divergences: [alike] }));
    const came = rows.flatMap(({ sides }) => sides.flatMap(({ notes }) => notes));
    expect(came.map(convertToPlain)).toEqual([
      expect.stringMatching(/^→ [^,]+ and [^,]+, because of “.+”/),
    ]);
  });

  test('while personas argue, a difference has as many lines and as much room, whoever changes sides', () => {
    const { design } = playToEnd({ difference: 'conceded' });
    const [settled] = design.divergences;
    if (settled === undefined) throw new Error('there is no difference');
    const mapped = { ...settled, settlement: null, arguments: [] };
    const argued = { ...settled, settlement: null };
    const rows = [mapped, argued, settled].map((divergence) => {
      const view = viewOf({ ...design, divergences: [divergence] });
      const [row] = listDifferenceRows(view);
      if (row === undefined) throw new Error('there is no row');
      return row;
    });
    const told = rows.map(({ head, cost, end, sides }) => {
      const stays = sides.map(({ words, mayHold }) => ({ words, mayHold }));
      return { head, cost, end, stays };
    });
    expect(told).toEqual([told[0], told[0], told[0]]);
    const holders = rows.map(({ sides }) => sides.map((side) => convertToPlain(side.holders)));
    expect(holders[1]).not.toEqual(holders[0]);
    for (const { holders, mayHold } of rows[0]?.sides ?? [])
      expect(convertToPlain(mayHold).length).toBeGreaterThanOrEqual(convertToPlain(holders).length);
    expect(rows.map(({ newest }) => convertToPlain(newest))).toEqual([
      'No one has changed sides.',
      expect.stringMatching(/^.+ switch(?:es)? to “.+”, because of “.+”/),
      expect.stringMatching(/^→ /),
    ]);
  });

  test('open differences come first once nobody argues', () => {
    const { design } = playToEnd({ difference: 'conceded' });
    const [first] = design.divergences;
    if (first === undefined) throw new Error('there is no difference');
    const open = { ...first, id: 'D9' as const, settlement: null };
    const view = viewOf({ ...design, divergences: [first, open] });
    const idsOf = (shown: typeof view) => listDifferenceRows(shown).map(({ id }) => id);
    expect(idsOf(over(view))).toEqual(['D9', first.id]);
    expect(idsOf(view)).toEqual([first.id, 'D9']);
  });

  test('twelve differences are twelve rows', () => {
    const { design } = tellToTheEnd();
    const [first] = design.divergences;
    if (first === undefined) throw new Error('there is no difference');
    const divergences = Array.from({ length: 12 }, (_, index) => ({
      ...first,
      id: `D${index + 1}` as const,
    }));
    expect(listDifferenceRows(viewOf({ ...design, divergences }))).toHaveLength(12);
  });
});
