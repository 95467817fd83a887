import { describe, expect, it, test } from 'vitest';
import { changeLines } from '../../../src/adapters/terminal/change-lines.ts';
import { movedWithTheCrowd } from '../../../src/core/divergence/moves.ts';
import { labelOf } from '../../../src/core/proposal/labels.ts';
import { lines } from '../../../src/core/telling/document.ts';
import { differenceBlocks, talliesList } from '../../../src/core/telling/facts/difference.ts';
import { differenceDocument, differenceOf } from '../../../src/core/telling/message/difference.ts';
import { markdownOf } from '../../../src/core/telling/render/markdown.ts';
import { tellEvent } from '../../../src/core/telling/tell-event.ts';
import { refinementSections } from '../../../src/runtime/turn/transcript-refinement.ts';
import { cited } from '../../support/claims.ts';
import { given, of } from '../../support/given.ts';
import { FIVE, type Script } from '../../support/given-start.ts';
import { argument, mapping, mappingOf, point, proposal, reasoned } from '../../support/given-submission.ts';

/** Every proposal has one claim, a reason. */
const reasons = (mapped: NonNullable<Script['mapping']>): Script => ({
  proposals: () => reasoned(),
  mapping: mapped,
});

/** All hold 1a by their own words; the claims of B, the subtractor, were mapped to 1b. */
function corrected(way: string, changedBy: string[] = []) {
  const world = given({ says: reasons(() => mapping(['high', 'AC', 'B'])) }).reach('arguing');
  world.submits('migrationist', argument(point('1a', ['B-1'])));
  world.submits('archaeologist', argument(point('1a', ['B-1'])));
  const addresses = [way.startsWith('1a') ? 'B-1' : 'A-1'];
  world.submits('subtractor', argument(point(way, addresses, { changedBy, difference: '1' })));
  return world;
}

/** What each place where people or models read of it says about the subtractor's argument. */
function told({ design, history }: ReturnType<typeof corrected>) {
  const [divergence] = design.divergences;
  const event = of(history, 'position_argued').findLast(({ participant }) => participant === 'subtractor');
  if (divergence === undefined || event === undefined) throw new Error('nothing was argued');
  const document = differenceDocument(differenceOf(design, divergence.id));
  return {
    record: markdownOf(differenceBlocks(design, divergence)),
    transcript: markdownOf([lines(tellEvent(event, design)?.line ?? [])]),
    models: refinementSections(design)
      .map(({ text }) => text)
      .join('\n'),
    terminal: changeLines(event, design).join('\n'),
    thread: JSON.stringify(document.sections(1_000)),
  };
}

describe('J2: a persona that corrects the mapping of its claims', () => {
  test.each([
    ['', [], 'without a reason'],
    [' and names what speaks for it', ['A-1'], 'because of'],
  ])('J2: is shown everywhere as one that has not moved%s', (_, changedBy, why) => {
    const { record, transcript, models, terminal } = told(corrected('1a', changedBy));
    const words = 'was mapped to 1b and says that it holds 1a';
    expect(record).toContain(`The subtractor ${words}`);
    expect(record).toContain('Before arguing: **1a** 3');
    expect(transcript).toContain('was mapped to “Answer 2.” and says that it holds “Answer 1.”, ');
    expect(models).toContain(`${words}, ${why}`);
    expect(terminal).toContain('was mapped to “Answer 2.” and says that it holds “Answer 1.”, ');
    for (const text of [record, transcript, models, terminal]) {
      expect(text).toContain(why);
      expect(text).not.toMatch(/came back|moved|switches/);
    }
  });

  it('J2: is shown so in a thread too', () => {
    const [said] = differenceOf(corrected('1a').design, 'D1').arguments.slice(-1);
    expect(said?.moves).toEqual([{ kind: 'corrected', from: 'Answer 2.', to: 'Answer 1.', because: [] }]);
    const { thread } = told(corrected('1a'));
    for (const words of ['was mapped to ', ' and says that it holds ', 'without a reason'])
      expect(thread).toContain(words);
  });

  it('J2: and moves afterwards is shown with both, and the reason belongs to the move', () => {
    const { record, models } = told(corrected('none>1a', ['A-1']));
    expect(record).toContain(
      'was mapped to 1b and says that it holds none of the positions, *without a reason*',
    );
    expect(record).toContain('switches from none of the positions to 1a, because of “');
    expect(models).toMatch(/holds none, without a reason; switches from none to 1a, because of A-1/);
  });

  it('J2: a persona that goes and comes back is shown with both moves', () => {
    const world = given({ says: reasons(() => mapping(['high', 'A', 'B'])) }).reach('arguing');
    const goes = (way: string, because: string) => argument(point(way, [because], { changedBy: [because] }));
    world.submits('migrationist', goes('1a>1b', 'B-1'));
    world.submits('subtractor', goes('1b>1a', 'A-1'));
    world.submits('migrationist', argument(point('1b', ['A-1'])));
    world.submits('subtractor', argument(point('1a>1b', ['B-1'])));
    const { record } = told(world);
    expect(record).toContain('The subtractor switches from 1b to 1a, because of ');
    expect(record).toContain('The subtractor switches from 1a to 1b, *without a reason*');
  });
});

const REPOSITORY = { name: 'shop', commit: '0'.repeat(40), digest: '' };

describe('J11: which way moves went', () => {
  /** Of five, A and B hold 1a, the others 1b; each has one reason, which cites a place that was found, or not. */
  function moved(
    ways: Record<string, readonly [way: string, because: string]>,
    status?: 'checked' | 'failed',
    hasRepository = true,
  ) {
    const says: Script = {
      mapping: () => mapped(),
      argument: (design, speaker) => {
        const [way, because] = ways[speaker] ?? ['', ''];
        const own = 'AB'.includes(labelOf(design, speaker)) ? '1a' : '1b';
        const moves = way === '' ? own : way;
        const addresses = [moves.startsWith('1a') ? 'C-1' : 'A-1'];
        return argument(
          point(moves, addresses, { difference: '1', changedBy: because === '' ? [] : [because] }),
        );
      },
    };
    const world = given({
      personas: FIVE,
      says,
      ...(hasRepository ? { repository: REPOSITORY } : {}),
    }).reach('proposing');
    for (const { participant, id } of world.openTurns()) {
      const claims = [
        { ...cited('src/queue.ts:3', 'retries: five of them'), kind: 'risk' as const, text: 'It fails.' },
      ];
      const check = { item: 1, status: status ?? 'failed', path: 'src/queue.ts', from: 3, to: 3 };
      world.submits(participant, proposal({ claims }), id, [check]);
    }
    return world.reach('composing').design;
  }
  const mapped = () => mappingOf([], ['medium', 'AB', 'CEF']);
  // Drawn last first: A is the migrationist, B the subtractor.
  const [A, C] = ['migrationist', 'archaeologist'];

  test.each([
    ['all to the larger side, and no citation stands', { [A]: ['1a>1b', 'C-1'] }, 'failed', true],
    [
      'all to the larger side, for a claim whose citation stands',
      { [A]: ['1a>1b', 'C-1'] },
      'checked',
      false,
    ],
    [
      'all to the larger side, for a place that was found',
      { [A]: ['1a>1b', 'src/queue.ts:3'] },
      'checked',
      false,
    ],
    ['to the larger side without a reason', { [A]: ['1a>1b', ''] }, 'checked', true],
    ['to the larger side by a correction of the map', { [A]: ['1b', 'C-1'] }, 'failed', true],
    ['to the smaller side', { [C]: ['1b>1a', 'A-1'] }, 'failed', false],
    ['both ways', { [A]: ['1a>1b', 'C-1'], [C]: ['1b>1a', 'A-1'] }, 'failed', false],
    ['to none of the positions', { [A]: ['1a>none', 'C-1'] }, 'failed', false],
    ['nowhere', {}, 'failed', false],
  ] as const)('J11: moves %s', (_, ways, status, isCrowd) => {
    expect(movedWithTheCrowd(moved(ways, status)).map(({ id }) => id)).toEqual(isCrowd ? ['D1'] : []);
  });

  test('J11: without a repository, where no citation can stand, the larger side alone says nothing', () => {
    expect(movedWithTheCrowd(moved({ [A]: ['1a>1b', 'C-1'] }, 'failed', false))).toEqual([]);
  });

  test('J11: what a person has settled was not had by moving', () => {
    const says = reasons(() => mapping(['high', 'A', 'BC']));
    const world = given({ says, repository: REPOSITORY }).reach('arguing');
    world.submits('migrationist', argument(point('1a>1b', ['B-1'], { changedBy: ['B-1'] })));
    expect(movedWithTheCrowd(world.design)).toHaveLength(1);
    world.settles('D1', '1b');
    expect(movedWithTheCrowd(world.design)).toEqual([]);
  });

  test('J11: record and brief count who moved where', () => {
    const design = moved({ [A]: ['1a>1b', 'C-1'], [C]: ['1b>1a', 'A-1'], subtractor: ['1a>1b', 'C-1'] });
    const [divergence] = design.divergences;
    if (divergence === undefined) throw new Error('nothing is disputed');
    expect(markdownOf(differenceBlocks(design, divergence))).toContain('1 moved to 1a, 2 to 1b.');
    expect(markdownOf(talliesList(design))).toContain(
      '2:3 before arguing, 1:4 after; 1 moved to “Answer 1.”, 2 to “Answer 2.”',
    );
  });
});
