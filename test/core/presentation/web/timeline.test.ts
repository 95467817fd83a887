import { describe, expect, test } from 'vitest';
import { positionsOf } from '../../../../src/core/presentation/differences/positions.ts';
import { linePlain } from '../../../../src/core/presentation/format/plain-document.ts';
import { timelineOf } from '../../../../src/core/presentation/web/timeline.ts';
import { completed, toldToTheEnd } from '../../../support/sample-design.ts';

describe('the course of a design', () => {
  const course = () => {
    const { design, history } = toldToTheEnd();
    return { design, timeline: timelineOf(design, history, design.lastAt) };
  };

  test('every turn is a bar in the lane of its participant, once', () => {
    const { design, timeline } = course();
    const bars = timeline.lanes.flatMap((lane) => lane.bars.map((bar) => [lane.persona, bar.row.number]));
    const turns = design.turns.map((turn, index) => [turn.participant, index + 1]);
    expect(bars.toSorted()).toEqual(turns.toSorted());
  });

  test('bars stand in the order of time, and within the columns of their phases', () => {
    const { lanes, phases } = course().timeline;
    for (const { bars } of lanes)
      for (const { from, to } of bars) {
        expect(from.phase < to.phase || (from.phase === to.phase && from.ms <= to.ms)).toBe(true);
        expect(to.ms).toBeLessThanOrEqual(phases[to.phase]?.ms ?? 0);
      }
  });

  test('a crash, its replacement and the end of both are marks with their cause', () => {
    const lane = course().timeline.lanes.find(({ persona }) => persona === 'contract-keeper');
    expect(lane?.marks.map(({ kind }) => kind)).toEqual(['crash', 'replaced', 'gone']);
    expect(lane?.marks.at(-1)?.words).toContain('out of memory');
  });

  test('its columns are the phases, and nothing in them is unhatched in which nobody worked', () => {
    const { phases, idle } = course().timeline;
    expect(phases.map(({ name }) => name)).toEqual([
      ...['Reading in', 'Questions', 'Proposals', 'Where they differ', 'Decision'],
    ]);
    for (const [index, { ms, workedMs }] of phases.entries()) {
      const own = idle.filter(({ from }) => from.phase === index);
      const hatched = own.reduce((sum, { from, to }) => sum + to.ms - from.ms, 0);
      expect(hatched + workedMs).toBe(ms);
    }
  });

  test('the time of people is said to be theirs', () => {
    const said = course().timeline.phases.map(({ peopleWords }) => peopleWords);
    expect(said.filter((words) => words.endsWith(' for people')).length).toBeGreaterThan(0);
  });
});

describe('the matrix of positions', () => {
  const cellsOf = (difference: 'conceded' | 'moved without a reason') => {
    const { rows } = positionsOf(completed({ difference }).design);
    return rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell === null ? [] : [cell])));
  };

  test('J2: a move names the fact that moved, or that there was none', () => {
    const moved = cellsOf('conceded').filter(({ isMoved }) => isMoved);
    expect(moved.map(({ line }) => linePlain(line))).toContainEqual(
      expect.stringMatching(/^1b → 1a \(0\.3\), by “One store is easier to run than two”/),
    );
    const alone = cellsOf('moved without a reason').filter(({ isWithoutReason }) => isWithoutReason);
    expect(alone.length).toBeGreaterThan(0);
    for (const { line } of alone) expect(linePlain(line)).toMatch(/→ 1a \(0\.3\), without a reason$/);
  });
});
