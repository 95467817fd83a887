import { expect, it } from 'vitest';
import type { GatewayContext } from '../../../../src/acts/gateway/gateway-context.ts';
import type { Interaction } from '../../../../src/acts/gateway/interaction.ts';
import { adoptAnswer } from '../../../../src/acts/gateway/verbs/answers-form.ts';
import { findSaidAbout } from '../../../../src/core/questions/replies/said.ts';
import type { OutsideCommand } from '../../../../src/core/vocabulary/commands.ts';
import type { Document } from '../../../../src/presentation/format/document.ts';
import { plainOf } from '../../../../src/presentation/format/plain-document.ts';
import { documentOf } from '../../../../src/presentation/post.ts';
import { TEXTS } from '../../../../src/presentation/texts.ts';
import { viewOf } from '../../../../src/presentation/view/view.ts';
import { answering, type World } from '../../../support/designs/given.ts';
import { differ, matching } from '../../../support/designs/given-submission.ts';
import { OPEN_TO_ALL } from '../../../support/designs/open-policy.ts';
import { keepLog } from '../../../support/processes/child-sessions.ts';

const SAID = { ben: 'The warehouse app.', cem: 'Nobody since March.' };

/** Ben and Cem differ on Q2. */
function differing(): World {
  const world = answering();
  for (const [id, name] of [
    ['ben', 'Ben'],
    ['cem', 'Cem'],
  ] as const) {
    const text = SAID[id];
    world.when({ type: 'record_reply', replyId: id, author: name, authorId: id, text, questionId: null });
    const read = matching(['Q2', id === 'ben' ? 'R1' : 'R2', text]);
    world.submits('synthesizer', id === 'ben' ? read : differ(read, 'Q2', 'R1', 'R2'));
  }
  return world;
}

/** What this person is told who presses the button of another. */
async function presses(world: World, who: string, about: string): Promise<string> {
  const person = { id: who, name: who === 'ben' ? 'Ben' : who === 'cem' ? 'Cem' : 'Dana', groups: [] };
  const engine = {
    design: async () => world.design,
    command: (_: string, command: OutsideCommand) => {
      world.when(command);
      return { stored: Promise.resolve(), answered: Promise.resolve({ accepted: true }) };
    },
  };
  const interaction = {
    context: { platform: 'slack', engine, policy: OPEN_TO_ALL, log: keepLog() } as unknown as GatewayContext,
    place: { channel: 'C1', thread: '1.1' },
    id: 'press',
    person: async () => person,
    personAtOnce: async () => person,
  } as unknown as Interaction;
  return shown(await adoptAnswer(interaction, world.design, about, () => undefined));
}

const shown = (document: Document | null) =>
  document === null
    ? ''
    : document
        .sections(1_000)
        .map((section) => plainOf(section))
        .join('\n');
const message = ({ design }: World) =>
  shown(documentOf({ kind: 'differ', questionId: 'Q2' }, viewOf(design)));
const aboutOf = ({ design }: World, id: string) =>
  `Q2/${design.replies.find((reply) => reply.id === id)?.since}`;

it('J13: who presses the other’s answer gives it as their own, and their earlier one gives way', async () => {
  const world = differing();
  expect(await presses(world, 'ben', aboutOf(world, 'cem'))).toBe(TEXTS.differ.taken('Cem'));
  expect(world.design.replies.at(-1)).toMatchObject({
    author: 'Ben',
    answers: [{ questionId: 'Q2', text: SAID.cem }],
  });
  world.submits('synthesizer', matching());
  expect(findSaidAbout(world.design, { id: 'Q2' }).answers).toMatchObject([
    { author: 'Cem', quote: SAID.cem },
    { author: 'Ben', quote: SAID.cem },
  ]);
  expect(world.design.questions[1]?.status).toBe('answered');
  expect(message(world)).toBe('Nobody differs on Q2 any more.');
});

it.each([
  ['their own answer', 'ben', 'ben', TEXTS.differ.own],
  ['an answer of two others', 'dana', 'cem', TEXTS.differ.others('Ben and Cem', 'Q2')],
])('J13: who presses %s is told so, and nothing is recorded', async (_, who, whose, told) => {
  const world = differing();
  expect(await presses(world, who, aboutOf(world, whose))).toBe(told);
  expect(world.design.replies).toHaveLength(2);
});

it('J13: an answer that was changed since is not taken in its old words', async () => {
  const world = differing();
  const about = aboutOf(world, 'cem');
  world.when({ type: 'revise_reply', replyId: 'cem', author: 'Cem', text: 'Only the web app.' });
  expect(await presses(world, 'ben', about)).toBe(TEXTS.differ.changed);
  expect(await presses(world, 'ben', 'Q9/7')).toBe(TEXTS.differ.changed);
  expect(await presses(world, 'ben', 'nothing')).toBe(TEXTS.gone);
});
