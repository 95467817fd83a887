import { describe, expect, test } from 'vitest';
import type { Design } from '#core/vocabulary/design.ts';
import type { Step } from '#core/vocabulary/event-parts.ts';
import { countOf, formatMoney } from '#core/vocabulary/figures.ts';
import { convertToPlain } from '#presentation/format/plain-document.ts';
import {
  type RunMark,
  type RunPicture,
  runPictureOf,
  tablesOfRun,
} from '#presentation/picture/run.ts';
import { escapeMarkup, writeRunSvg } from '#presentation/picture/svg.ts';
import { viewOf } from '#presentation/view/view.ts';
import { answering, causeOf, given, type World } from '../../support/designs/given.ts';
import { DIVIDED, MINUTE } from '../../support/designs/given-start.ts';
import { playToEnd, tellToTheEnd } from '../../support/designs/sample-design.ts';

const HOUR = 60 * MINUTE;
const MANY = Array.from({ length: 18 }, (_, index) => `persona-${String.fromCharCode(97 + index)}`);
const HEBREW = 'ארכאולוגית של המערכת';

function drawn({ design, now }: Pick<World, 'design' | 'now'>): RunPicture {
  return checked(design, now);
}

/** Whatever it shows, all of it stands within the picture, and in the table as well. */
function checked(design: Design, now: number): RunPicture {
  const view = viewOf(design);
  const run = runPictureOf(view, now);
  const places = [
    ...run.marks.flatMap(({ from, to }) => [from, to]),
    ...run.columns.map(({ from }) => from),
  ];
  expect(places.filter((place) => !(place >= 0 && place <= 1))).toEqual([]);
  expect(run.marks.filter(({ from, to }) => from > to)).toEqual([]);
  expect(run.columns.map(({ from }) => from)).toEqual(
    run.columns.map(({ from }) => from).toSorted(),
  );
  const svg = writeRunSvg(run);
  expect(svg).not.toMatch(/NaN|undefined|null|Infinity/);
  expect(svg.match(/<title>/g) ?? []).toHaveLength(
    run.marks.length + run.rows.length + run.columns.length,
  );
  const [, [table]] = tablesOfRun(run, view);
  expect(table?.kind === 'table' ? table.rows.length - 1 : 0).toBe(run.marks.length);
  return run;
}

function of(run: RunPicture, kind: RunMark['kind']): RunMark[] {
  return run.marks.filter((mark) => mark.kind === kind);
}

function signsOf(run: RunPicture): string[] {
  return run.marks.flatMap(({ signs }) => signs.filter((sign) => sign !== ''));
}

describe('the picture of a run', () => {
  test('it stands from the first second, with all participants and phases, and people below', () => {
    const run = drawn(given());
    expect(run.columns.map(({ name }) => name)).toEqual([
      'Reading up',
      'Questions',
      'Proposals',
      'Where they differ',
      'Decision',
    ]);
    expect(run.columns.map(({ isPresent }) => isPresent)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(run.rows).toHaveLength(6);
    expect(run.marks).toEqual([]);
  });

  test('of a participant that rests it says the name and the cost alone', () => {
    for (const { rows } of (['asking', 'composing', 'signing'] as Step[]).map((step) =>
      drawn(given().reach(step)),
    ))
      expect(rows.map(({ state }) => state)).not.toContain('idle');
    const { design } = given().reach('composing');
    const resting = viewOf(design).personas.findIndex(({ doing }) => doing.kind === 'resting');
    expect(runPictureOf(viewOf(design)).rows[resting]?.state).toBe('');
  });

  test('its height is the same in every step, so that nothing moves when a turn ends', () => {
    const heights = (['spawning', 'asking', 'proposing', 'composing', 'signing'] as Step[]).map(
      (step) => /height="(\d+)"/.exec(writeRunSvg(drawn(given().reach(step))))?.[1],
    );
    expect(new Set(heights).size).toBe(1);
  });

  test('a bar is as long as its turn, on one scale, and as full as it was dear', () => {
    const world = given().everyoneReady();
    world.spends('subtractor', 0.2);
    world.spends('archaeologist', 0.1);
    world.later(MINUTE).contributes('subtractor');
    world.later(MINUTE).contributes('archaeologist');
    world.later(2 * MINUTE);
    const [first, second, open] = of(drawn(world), 'turn').map((mark) => ({
      ...mark,
      long: mark.to - mark.from,
    }));
    expect((second?.long ?? 0) / (first?.long ?? 1)).toBeCloseTo(2);
    expect((open?.long ?? 0) / (first?.long ?? 1)).toBeCloseTo(4);
    expect([first?.cost, second?.cost, open?.isOpen]).toEqual([1, 0.5, true]);
  });

  test('each filling that a bar has is drawn once, and no other', () => {
    const svg = writeRunSvg(drawn(tellToTheEnd()));
    const all = (pattern: RegExp) => [...svg.matchAll(pattern)].map(([, level = '']) => level);
    const used = all(/url\(#run-cost-(\d)\)/g);
    expect(used.length).toBeGreaterThan(5);
    expect(all(/ id="run-cost-(\d)"/g).toSorted()).toEqual([...new Set(used)].toSorted());
  });

  test('a bar whose price is unknown is left empty', () => {
    const world = given().everyoneReady();
    world.spends('subtractor', null);
    expect(of(drawn(world), 'turn')[0]?.cost).toBeNull();
  });

  test('a crash, the restart after it, and a death are marks', () => {
    const world = given().everyoneReady();
    world.loses('subtractor', causeOf('out_of_memory'));
    world.everyoneReady().later(MINUTE);
    expect(signsOf(drawn(world))).toEqual(['✕', '↻']);
    world.loses('subtractor', causeOf('killed'));
    expect(signsOf(drawn(world))).toEqual(['✕', '↻', '†']);
  });

  test('a crash between two turns is a mark of its own, in the row of who crashed', () => {
    const world = given().everyoneReady();
    world.contributes('subtractor');
    world.later(MINUTE).loses('subtractor', causeOf('out_of_memory'));
    const run = drawn(world);
    expect(of(run, 'crash')).toMatchObject([{ who: 'The subtractor', signs: ['', '✕'] }]);
    expect(run.rows[of(run, 'crash')[0]?.row ?? -1]?.name).toMatch(/subtractor$/);
    expect(convertToPlain(of(run, 'crash')[0]?.words ?? [])).toMatch(
      /^crashed between two turns: /,
    );
  });

  test('who takes the place of a facilitator is marked', () => {
    const world = given().reach('composing');
    world.dies('synthesizer');
    world.everyoneReady();
    expect(signsOf(drawn(world))).toContain('⇄');
  });

  test('what people say is a point in their line, and the wait for them is hatched', () => {
    const world = answering();
    world.later(MINUTE).says('m1', 'Q1: nobody since March.', 'Ben');
    world.later(HOUR);
    const run = drawn(world);
    expect(of(run, 'said')).toMatchObject([{ who: 'Ben', row: run.rows.length - 1 }]);
    expect(of(run, 'wait')).toMatchObject([{ row: null, words: expect.anything() }]);
  });

  test.each([
    ['answers', () => answering()],
    ['a decision', () => given({ says: DIVIDED }).reach('deciding')],
  ] as const)(
    'whom it waits for %s is said in the line of people, and at the hatched wait',
    (_, play) => {
      const world = play();
      world.later(HOUR);
      const { waiting } = viewOf(world.design);
      const run = drawn(world);
      expect(waiting?.words).toMatch(/./);
      expect(run.rows.at(-1)).toMatchObject({ state: waiting?.words, look: 'works' });
      expect(convertToPlain(of(run, 'wait').at(-1)?.words ?? [])).toBe(
        `${waiting?.words}, for 1 h`,
      );
    },
  );

  test('two days of waiting leave the turns their room', () => {
    const world = answering();
    world.later(48 * HOUR);
    const [wait] = of(drawn(world), 'wait');
    expect((wait?.to ?? 1) - (wait?.from ?? 0)).toBeLessThan(0.99);
    const ended = tellToTheEnd().design;
    const pause = ended.turns.map((turn, at) =>
      at < 5 ? turn : { ...turn, startedAt: turn.startedAt + 48 * HOUR },
    );
    const run = checked({ ...ended, turns: pause, lastAt: ended.lastAt + 48 * HOUR }, 0);
    expect(Math.max(...of(run, 'turn').map(({ from, to }) => to - from))).toBeGreaterThan(0.05);
  });

  test('it holds for eighteen personas with names of eighty signs, and from right to left', () => {
    const world = given({ personas: MANY });
    const participants = world.design.participants.map((each, index) => ({
      ...each,
      title: index % 2 === 0 ? HEBREW.repeat(4).slice(0, 80) : 'x'.repeat(80),
    }));
    expect(checked({ ...world.design, participants }, world.now).rows).toHaveLength(
      participants.length + 1,
    );
  });

  test.each<Step>([
    'spawning',
    'asking',
    'answering',
    'proposing',
    'mapping',
    'arguing',
    'composing',
    'auditing',
    'signing',
  ])('it holds for a design that was cancelled at %s', (step) => {
    const world = (step === 'answering' ? answering() : given()).reach(step);
    world.cancels();
    const run = drawn(world);
    expect(run.now).toBeNull();
    expect(run.columns.some(({ isPresent }) => isPresent)).toBe(false);
  });

  test('it holds where all die, and where a design takes no time at all', () => {
    const world = given().everyoneReady();
    for (const name of ['subtractor', 'archaeologist', 'migrationist']) world.dies(name);
    expect(signsOf(drawn(world)).filter((sign) => sign === '†')).toHaveLength(3);
    drawn(playToEnd());
  });

  test('it holds for a design that Charrette restarted ten times', () => {
    const world = given().everyoneReady();
    for (let times = 0; times < 10; times++) {
      world.later(MINUTE).loses('subtractor', causeOf('charrette_stopped'));
      world.everyoneReady();
    }
    expect(signsOf(drawn(world)).filter((sign) => sign === '✕')).toHaveLength(10);
  });

  test('A23: it holds for words with characters that XML cannot have', () => {
    const barred = ['\u0000', '\u001b', '\ud800', '\ufffe', '\uffff'];
    expect(escapeMarkup(barred.join(' '))).toMatch(/^[ \ufffd]*$/);
  });

  test('the names of phases to come stand in one line, each after its own mark, in a window', () => {
    const world = given().everyoneReady();
    world.later(MINUTE);
    const svg = writeRunSvg(drawn(world));
    const names = ['Proposals', 'Where they differ', 'Decision'].map(
      (name) => new RegExp(`<text[^>]* y="(\\d+)"[^>]*><title>[^<]*${name}`).exec(svg)?.[1],
    );
    expect(names).toEqual([names[0], names[0], names[0]]);
    expect(names[0]).toBeDefined();
  });

  test('the name of the present phase, which is bold, has its room on a phone too', () => {
    const run = drawn(given());
    const lower = (isPresent: boolean) => {
      const column = { isPresent: false, turns: 0, cost: '' };
      const columns = [
        { ...column, name: 'Where they differ', from: 0.5, isPresent },
        { ...column, name: 'Decision', from: 0.82 },
      ];
      return /<text class="low-1"[^>]*><title>[^<]*Decision/.test(writeRunSvg({ ...run, columns }));
    };
    expect([lower(true), lower(false)]).toEqual([true, false]);
  });

  test('a name that a window lowers is not raised on a phone, where it would run into another', () => {
    const column = { isPresent: false, turns: 0, cost: '' };
    const columns = [
      { ...column, name: 'Proposals', from: 0.47 },
      { ...column, name: 'Where they differ', from: 0.76, isPresent: true },
      { ...column, name: 'Decision', from: 0.87 },
    ];
    expect(writeRunSvg({ ...drawn(given()), columns })).toMatch(
      /<text class="low-1 before"[^>]* y="24"[^>]*><title>[^<]*Decision/,
    );
  });

  test('the legend says how long the longest bar is, and what the fullest cost', () => {
    const world = given().everyoneReady();
    world.spends('subtractor', 0.2);
    world.later(MINUTE).contributes('subtractor');
    expect(drawn(world).legend).toBe(
      'Length: time, the longest 60 s. Filling: cost, the fullest $0.20. Hatched: waiting, not to scale.',
    );
  });

  test('each phase says what it cost, in the picture and in its table', () => {
    const world = given().everyoneReady();
    world.spends('subtractor', 0.2);
    world.spends('archaeologist', 0.1);
    const run = drawn(world);
    const present = run.columns.find(({ isPresent }) => isPresent);
    expect(present).toMatchObject({ cost: '$0.30' });
    expect(writeRunSvg(run)).toContain(`${countOf(present?.turns ?? 0, 'turn')}, $0.30`);
    const [[table]] = tablesOfRun(run, viewOf(world.design));
    const words = table?.kind === 'table' ? table.rows.map((row) => row.map(convertToPlain)) : [];
    expect(words).toContainEqual([present?.name, countOf(present?.turns ?? 0, 'turn'), '$0.30']);
    expect(words.at(-1)).toEqual(['Decision', '0 turns', '']);
  });

  test('on a page all marks are one stop of the keyboard; in a file of its own each is one', () => {
    const run = runPictureOf(viewOf(tellToTheEnd().design));
    const stops = (svg: string) => (svg.match(/tabindex="0"/g) ?? []).length;
    expect(stops(writeRunSvg(run, (turn) => `turns/${turn}`))).toBe(1);
    expect(stops(writeRunSvg(run))).toBe(run.marks.length);
  });

  test('what all of it cost and took stands below it, while it runs beside its ceiling', () => {
    const { design } = tellToTheEnd();
    const view = viewOf(design);
    expect(runPictureOf(view).total).toBe(
      `${formatMoney(view.cost.usd, view.cost.isAtLeast)}, ${view.took}.`,
    );
    expect(drawn(given({ settings: { budgetUsd: 5 } }).everyoneReady()).total).toBe(
      '$0.00 of $5.00, 0 s.',
    );
  });

  test('it is the same bytes each time', () => {
    const { design } = tellToTheEnd();
    expect(writeRunSvg(runPictureOf(viewOf({ ...design }), 5))).toBe(
      writeRunSvg(runPictureOf(viewOf({ ...design }), 7)),
    );
  });
});
