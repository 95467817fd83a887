import { expect, test } from 'vitest';
import { DesignView } from '#presentation/schema/view.ts';
import { viewOf } from '#presentation/view/view.ts';
import { oneDesign } from '#test/acts/gateway/one-design.ts';
import { designAtPoint } from '#test/support/designs/at-a-point.ts';
import { given } from '#test/support/designs/given.ts';
import { DIVIDED, pointsFor, type Script } from '#test/support/designs/given-start.ts';
import { argument, mapping } from '#test/support/designs/given-submission.ts';
import { Client } from '../client.ts';

/** A person is asked which side holds, and some dissent. */
const DIVIDED_ON_A_POINT: Script = {
  mapping: () => mapping(['high', 'A', 'BC'] as const),
  argument: (design, speaker) => argument(...pointsFor(design, speaker)),
  ...DIVIDED,
};

test('J5: at a gate the page and the API show who holds each choice, its best reason, and the cited lines', async () => {
  const world = designAtPoint();
  const { engine } = oneDesign(() => world);
  const { text } = await new Client(engine).send(`/designs/${world.design.id}`);
  const [gate = ''] = text.slice(text.indexOf('id="gate"')).split('Draft: ');
  const [sides = ''] = gate.slice(gate.indexOf('<ul class="sides">')).split('</ul>');
  expect(sides.split('data-look').slice(1)).toEqual([
    expect.stringMatching(/>It can<.*Archaeologist and Failure analyst<.*Best reason: /s),
    expect.stringMatching(/>It cannot<.*Subtractor and Migrationist<.*Best reason: /s),
  ]);
  expect(sides.match(/ops\/2026-03\.md:41.*?1,150 a second.*?not looked up/gs)).toHaveLength(2);
  const answered = DesignView.parse(viewOf(world.design));
  for (const position of answered.divergences[0]?.positions ?? []) {
    expect(position.personas).toHaveLength(2);
    expect(position.reason).toEqual({
      text: expect.any(String),
      source: {
        place: 'ops/2026-03.md:41',
        quote: '1,150 a second',
        status: 'not_checked',
        url: null,
      },
    });
  }
});

test('a gate asks once, and for its choice before it tells what else could make readers wrong', async () => {
  const world = given({ says: DIVIDED_ON_A_POINT }).reach('deciding');
  const { engine } = oneDesign(() => world);
  const { text } = await new Client(engine).send(`/designs/${world.design.id}`);
  const [, below = ''] = text.split('</figure>');
  expect(below.split('please decide')).toHaveLength(2);
  const order = ['please decide', 'class="sides"', '<ul><li', 'Draft: '].map((each) =>
    below.indexOf(each),
  );
  expect(order).toEqual(order.toSorted((one, other) => one - other));
  expect(order).not.toContain(-1);
});

test('whoever still disagrees stands between the picture and the decision, with their sides', async () => {
  const world = designAtPoint();
  world.decidesGate('accept');
  const { engine } = oneDesign(() => world.reachEnd());
  const { text } = await new Client(engine).send(`/designs/${world.design.id}`);
  const [, below = ''] = text.split('</figure>');
  const [above = ''] = below.split('id="decision"');
  const [, id = '', words = ''] =
    /<a href="#(D\d+)">They disagree: .*?<\/a>(.*?)<\/p>/s.exec(above) ?? [];
  expect(words.replaceAll(/<[^>]*>/g, '')).toBe(
    ' Archaeologist and Failure analyst: It can / Subtractor and Migrationist: It cannot',
  );
  expect(below).toContain(`id="${id}"`);
});
