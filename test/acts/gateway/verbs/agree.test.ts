import { expect, it } from 'vitest';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import { doVerb } from '#acts/gateway/verbs/act-path.ts';
import { convertToPlain } from '#presentation/format/plain-document.ts';
import { drawReminder } from '#presentation/thread/gate.ts';
import { viewOf } from '#presentation/view/view.ts';
import { documentTextOf } from '#surfaces/terminal/markdown.ts';
import { disputed } from '#test/support/designs/disputed.ts';
import type { World } from '#test/support/designs/given.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';
import { listRepositories } from '#test/support/services/known-repositories.ts';
import { oneDesign } from '../one-design.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U-ana' };
const PEOPLE = {
  'U-ana': 'Ana',
  'U-ben': 'Ben',
  'U-cem': 'Cem',
  'U-dana': 'Dana',
  'U-eva': 'Eva',
} as const;
type Id = keyof typeof PEOPLE;

const atGate = () => disputed({}, { thread: THREAD }).reach('deciding');

/** What this person is told who presses the button of another, as it was drawn then. */
async function press(
  world: World,
  id: Id,
  whose: 'Cem' | 'Ben',
  drawnOn: World = world,
): Promise<string> {
  const { engine, log } = oneDesign(() => world);
  const policy = { starters: [], deciders: ['U-eva'], operators: [] };
  const repositories = listRepositories();
  const context = { platform: 'slack', policy, engine, clock: realClock, repositories, log };
  const since = drawnOn.design.replies.find(({ author }) => author === whose)?.since;
  const person = { id, groups: [], name: PEOPLE[id] };
  const moment = { key: `${id} presses ${whose}` };
  const where = { context: context as unknown as GatewayContext, channel: 'C1' };
  const request = { ...where, person, moment };
  const wish = { name: 'agree', about: `Q1/${since}`, isConfirmed: true } as const;
  const answer = await doVerb(request, wish, world.design);
  return answer === null ? '' : documentTextOf(answer.sections);
}

it.each<[string, Id, 'Cem' | 'Ben', string]>([
  ['one of those who differ, for the other’s', 'U-cem', 'Ben', 'Cem'],
  ['the starter, for either', 'U-ana', 'Cem', 'Ana'],
  ['a person named as decider, for either', 'U-eva', 'Ben', 'Eva'],
])('J13: %s answer, has it hold', async (_, id, whose, by) => {
  const world = atGate();
  expect(await press(world, id, whose)).toBe('');
  expect(world.design.gates).toMatchObject([{ decision: { choice: 'settle', by } }]);
  expect(world.design.replies.at(-1)).toMatchObject({ author: by, authorId: id });
});

it.each<[string, Id, 'Cem' | 'Ben', RegExp]>([
  [
    'their own answer',
    'U-cem',
    'Cem',
    /^This is your own answer\. To give way, press another name: Ben\. Only Ana.* can decide for your own answer/,
  ],
  [
    'an answer of two others',
    'U-dana',
    'Ben',
    /^Only Ana.* can say who is right.* Cem and Ben can give way\.$/,
  ],
])(
  'J13: who may not decide and presses %s is refused, with who may',
  async (_, id, whose, told) => {
    const world = atGate();
    const before = world.design;
    expect(await press(world, id, whose)).toMatch(told);
    expect(world.design).toBe(before);
  },
);

it('J13: where both press the other’s name, the second is told that the first gave way', async () => {
  const world = atGate();
  const drawn = world.fork();
  await press(world, 'U-cem', 'Ben', drawn);
  const after = world.design;
  const told = await press(world, 'U-ben', 'Cem', drawn);
  expect(told).toContain('Nobody differs on Q1 any more. Cem has taken Ben’s word.');
  expect(world.design).toBe(after);
});

it('J13: who asks the starter to decide has the question named on which people differ', () => {
  const world = atGate();
  world.when({ type: 'ask_starter', act: 'decide', by: 'Cem', byId: 'U-cem' });
  const { notification } = drawReminder(viewOf(world.design), world.design.reminders.length - 1);
  expect(convertToPlain(notification)).toMatch(/Cem asks Ana to decide this\. .* differ on Q1\.$/);
});
