import { expect, test } from 'vitest';
import { DesignView } from '#presentation/schema/view.ts';
import { viewOf } from '#presentation/view/view.ts';
import { oneDesign } from '#test/acts/gateway/one-design.ts';
import { designAtPoint } from '#test/support/designs/at-a-point.ts';
import { Client } from '../client.ts';

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
