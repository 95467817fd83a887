import { expect, test, vi } from 'vitest';
import { ownerOf } from '../../../src/core/vocabulary/owner.ts';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { WAIT } from '../engines.ts';
import { messageWorld } from './message-world.ts';

const { asking } = messageWorld();

test('A7: by the form a design goes to a person of the channel, and to no bot and nobody who cannot read it', async () => {
  const { slack, ana, ben, general, id, design, ephemerals } = await asking();
  const { people, workspace } = slack;
  const robot = workspace.addBot('Robot');
  workspace.channels.get(general)?.members.add(robot);
  const stranger = workspace.addPerson('Zoe');
  workspace.channels.get(general)?.members.delete(stranger);
  people.say(ben, general, 'Lunch?');
  const message = slack.visibleMessages(general).at(-1);
  if (message === undefined) throw new Error('there is nothing to click on');
  const text = { type: 'plain_text', text: 'Press' } as const;
  const elements = [{ type: 'button', action_id: ACTIONS.handOver, value: id, text } as const];
  const to = async (who: string) => {
    const { view } = await people.click(
      ana,
      { ...message, blocks: [{ type: 'actions', elements }] },
      ACTIONS.handOver,
    );
    if (view === null) throw new Error('no form was opened');
    const before = ephemerals(ana).length;
    const { errors } = await people.submitView(ana, view, { person: who });
    const problems = Object.values(errors).join();
    // Where that takes longer than a form waits, the same is said privately.
    if (problems === '') await vi.waitUntil(() => ephemerals(ana).length > before, WAIT);
    return problems === '' ? (ephemerals(ana).at(-1) ?? '') : problems;
  };
  expect(await to(robot)).toContain('Robot is a bot. Choose a person.');
  expect(await to(stranger)).toContain('Zoe cannot read this design');
  expect(await to(ana)).toContain('Ana decides on it already.');
  const owner = async () => ownerOf(await design());
  expect(await owner()).toMatchObject({ id: ana });
  expect(await to(ben)).toContain('Handed over. Ben decides on it from now on');
  expect(await owner()).toMatchObject({ id: ben });
});
