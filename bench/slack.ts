/**
 * `node bench/slack.ts [designs at once]`: a daemon process on a local Slack, in rehearsal. It
 * measures the time to acknowledge a command while many designs run, the time from a persona's kill
 * to a changed card, and the calls of a design of six personas; the latter two at Slack's own
 * limits. Linux only.
 */
import { HOW_TO_ANSWER } from '../src/presentation/talk/questions.ts';
import { readable } from '../test/platforms/slack/readable.ts';
import { startSlack } from '../test/platforms/slack/server.ts';
import type { Message } from '../test/platforms/slack/workspace.ts';
import {
  benchChat,
  nextChange,
  type Shown,
  type Stage,
  type StageOptions,
  startDaemon,
  until,
} from './chat.ts';

const LONG_MS = 60_000;

async function open(options: StageOptions): Promise<Stage> {
  const slack = await startSlack({
    triggerMs: LONG_MS,
    ackMs: LONG_MS,
    rateSpeed: options.isLimited ? 1 : 0,
  });
  const { workspace, people, record } = slack;
  const ana = workspace.addPerson('Ana');
  const general = workspace.addChannel('general');
  const { daemon, end } = await startDaemon(options, {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
  });
  await until('the daemon is connected', () => daemon.output.includes('slack_connected'));

  const readCard = (card: Message): Shown => {
    const read = (message: Message) => readable(workspace, message);
    const findIn = (words: string) =>
      slack.visibleMessages(general, card.ts).find((each) => read(each).includes(words));
    return {
      card: () => read(card),
      says: (words) => {
        const message = findIn(words);
        return message === undefined ? '' : read(message);
      },
      nextEdit: () =>
        nextChange(workspace, (change) => change.kind === 'edited' && change.message === card),
      answer: (words) => void people.say(ana, general, words, { thread: card.ts }),
      goOn: async () => people.click(ana, findIn(HOW_TO_ANSWER) ?? card, 'charrette.go_on'),
    };
  };
  return {
    daemon,
    type: async (topic) => {
      await people.slash(ana, general, `/design ${topic ?? 'status'}`);
      return record.deliveries.findLast(({ what }) => what === '/design')?.ms ?? Number.NaN;
    },
    channel: () => slack.visible(general),
    begin: async (topic) => {
      const before = new Set(slack.visibleMessages(general));
      await people.slash(ana, general, `/design ${topic}`);
      const card = () => slack.visibleMessages(general).find((each) => !before.has(each));
      await until('the card', () => card() !== undefined);
      return readCard(card() as Message);
    },
    calls: () => record.calls.map(({ name }) => name),
    close: async () => {
      await end();
      if (record.violations.length > 0) throw new Error(record.violations.join('\n'));
      await slack.close();
    },
  };
}

await benchChat('Slack', open);
