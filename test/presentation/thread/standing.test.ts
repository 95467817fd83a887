import { describe, expect, it } from 'vitest';
import { convertToPlain } from '#presentation/format/plain-document.ts';
import { drawStanding } from '#presentation/thread/card.ts';
import { viewOf } from '#presentation/view/view.ts';
import { answering, type World } from '../../support/designs/given.ts';

const standing = (design: World['design']) => convertToPlain(drawStanding(viewOf(design)));

describe('how a design stands while replies are read', () => {
  it('says so, instead of asking for what was just answered', () => {
    const world = answering();
    world.says('m1', 'About 900 a minute.');
    expect(standing(world.design)).toBe('Reading the last replies');
  });

  it('says as well which calls are not answered', () => {
    const world = answering();
    world.says('m1', 'About 900 a minute.');
    const { participant } = world.turn('synthesizer');
    const silence = { participants: [participant], since: world.now, againAt: null };
    expect(standing({ ...world.design, silence })).toMatch(
      /^Reading the last replies\. Waiting for the model \(The synthesizer\): the wait began /,
    );
  });

  it('says that the model is away, where the design waits for that', () => {
    const world = answering();
    world.says('m1', 'About 900 a minute.');
    world.when({ type: 'go_on', by: 'Ana' });
    world.becalms('synthesizer');
    expect(standing(world.design)).toMatch(/is overloaded/);
  });
});
