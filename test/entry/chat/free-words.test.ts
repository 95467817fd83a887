import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { FREE_WORDS } from '../../support/free-words.ts';
import { until } from '../waiting.ts';
import { DISCORD, SLACK } from './platforms.ts';
import { begin, click } from './telling.ts';

test.each([SLACK, DISCORD])(
  'J10: $name: free words answer five questions, each with its author and the words, and a number corrects one of its author’s',
  async ({ open }) => {
    const world = await open({});
    const card = await begin(world);
    const questions = await world.says(card, 'before they write');
    world.say(world.ben, card, FREE_WORDS.join('\n'));
    await until('five questions are read as answered', () => reads(world.text(questions)) === 5);
    expect(world.text(questions)).toMatch(/read from a reply by (Ben|somebody): “.*2019.*”/);
    expect(world.text(questions)).toContain('Misread? Choose the reply below, or write “Q2: …”');

    const shown = (await world.design()).questions.find(({ said }) => said === 'answered');
    world.say(world.ben, card, `${shown?.id}: In 2021, at the second merger.`);
    await world.reads(questions, new RegExp(`${shown?.id} .* ✓ (Ben|somebody): `));
    expect(reads(world.text(questions))).toBe(4);

    await click(world, world.ana, questions, ACTIONS.doneAnswering);
    await world.reads(questions, /5 answered, 3 assumed/);
    expect(world.server.record.violations).toEqual([]);
    const design = await world.design();
    expect(design.questions.map(({ said }) => said).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'answered'),
      ...Array.from({ length: 3 }, () => 'nothing'),
    ]);
  },
);

function reads(text: string): number {
  return text.match(/read from a reply by/g)?.length ?? 0;
}
