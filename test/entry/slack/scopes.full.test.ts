import { expect, test } from 'vitest';
import { HOW_TO_ANSWER } from '#presentation/talk/questions.ts';
import { SHORTCUT } from '#surfaces/slack/interactions/interaction-payload.ts';
import { createManifest } from '#surfaces/slack/manifest.ts';
import { click, TOPIC } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World } from './world.ts';

test('each scope of the manifest is used, and no other one', async () => {
  const { oauth_config, settings } = createManifest({ groups: true });
  const scopes = oauth_config?.scopes?.bot ?? [];
  const events = settings?.event_subscriptions?.bot_events ?? [];
  const few = FEW_PERSONAS;
  const world = await World.open({
    slack: { scopes, events },
    environment: ({ slack, ana, ben }) => ({
      ...few,
      CHARRETTE_OPERATORS: slack.workspace.addGroup([ana, ben]),
    }),
  });
  const { slack, ana, ben, general } = world;
  const { workspace, people } = slack;

  const board = workspace.addChannel('board', 'private');
  for (const channel of [general, board, workspace.direct(ana)]) {
    const message = people.say(ana, channel, 'The queue loses jobs when Redis restarts.');
    const { view } = await people.shortcut(ana, message, SHORTCUT);
    if (view === null) throw new Error('no form was opened');
    await people.submitView(ana, view, { topic: TOPIC });
    const card = await world.card(channel);
    const questions = await world.says(card, HOW_TO_ANSWER);
    const files = [{ name: 'earlier.md', content: 'One team has tried this.' }];
    people.say(ana, channel, 'Q1: As attached.', { thread: card.ts, files });
    await world.reads(
      questions,
      /Q1 .* ✓ Ana[\s\S]*Q2 .* ✓ read from a reply by Ana: “_Attached file earlier\.md: One team has tried this\._”/,
    );
    await click(world, ana, questions, 'go_on');
    await world.says(card, '📎 brief.md');
  }
  // Of a conversation that is not theirs people see nothing.
  expect((await people.slash(ana, general, '/design list')).privately.join()).toContain(
    '*1 design*',
  );
  people.openAgent(ana);
  people.mention(ben, general, 'status');
  await until('the status', () => slack.ephemeral(ben).length > 0);

  expect([...slack.record.scopesUsed].toSorted()).toEqual(scopes.toSorted());
});
