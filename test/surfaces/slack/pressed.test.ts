import { type Drawing, draw, drawPost } from '#surfaces/slack/drawing/draw.ts';
import { createSlack } from '#surfaces/slack/gateway.ts';
import type { Message } from '../../platforms/slack/workspace.ts';
import { type PressedPlatform, pressedStories } from '../pressed-stories.ts';
import { slackWith } from './local.ts';

pressedStories(openPressed);

async function openPressed(): Promise<PressedPlatform<Message>> {
  const { slack, ana, general } = await slackWith();
  const { workspace, people, botToken, apiUrl, appToken } = slack;
  const join = (name: string) => {
    const person = workspace.addPerson(name);
    workspace.channels.get(general)?.members.add(person);
    return person;
  };
  const { ts } = people.say(ana, general, 'We ought to decide on the queue.');
  return {
    people: {
      starter: ana,
      answered: join('Ben'),
      differed: join('Cem'),
      decider: join('Eva'),
      operator: join('Olga'),
      stranger: join('Dana'),
    },
    isAskedAlready: true,
    thread: { platform: 'slack', channel: general, thread: ts, starter: ana },
    open: (policy, parts) => createSlack({ botToken, apiUrl, appToken, policy }, parts),
    isConnected: (connection) => connection.isConnected(),
    drawPost: (post, design) => drawPost(post, design).blocks,
    draw: (what) => draw(what).blocks,
    show: (blocks, onlyFor) =>
      workspace.post({
        channel: general,
        thread: ts,
        author: workspace.bot.user,
        onlyFor,
        blocks: [...(blocks as Drawing['blocks'])] as Message['blocks'],
      }),
    say: (who, words) => {
      const { channel, thread, ts: message } = people.say(who, general, words);
      return { channel, thread, message };
    },
    press: async (who, message, { id, choices: [choice] }) => {
      const before = slack.views.before(who);
      const { isAcknowledged, view } = await people.click(who, message, id, choice ?? undefined);
      return { isAcknowledged, hasForm: view !== null && view !== before };
    },
    privately: (who) => people.ephemeral(who),
    drawn: ({ blocks }) => blocks,
  };
}
