import { describe, expect, it, test } from 'vitest';
import { changeLines } from '../../../src/adapters/terminal/change-lines.ts';
import { lines } from '../../../src/core/telling/document.ts';
import { differenceBlocks } from '../../../src/core/telling/facts/difference.ts';
import { differenceDocument, differenceOf } from '../../../src/core/telling/message/difference.ts';
import { markdownOf } from '../../../src/core/telling/render/markdown.ts';
import { tellEvent } from '../../../src/core/telling/tell-event.ts';
import { refinementSections } from '../../../src/runtime/turn/transcript-refinement.ts';
import { given, of } from '../../support/given.ts';
import { argument, mapping, point } from '../../support/given-submission.ts';

/** All hold 1a by their own words; the claims of B, the subtractor, were mapped to 1b. */
function corrected(way: string, changedBy: string[] = []) {
  const world = given({ says: { mapping: () => mapping(['high', 'AC', 'B']) } }).reach('arguing');
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
    const world = given({ says: { mapping: () => mapping(['high', 'A', 'B']) } }).reach('arguing');
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
