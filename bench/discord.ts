/**
 * `node bench/discord.ts [designs at once]`: the same as `bench/slack.ts` on a local Discord: from
 * an interaction to its first callback, from the loss of a persona to a changed card, and the calls
 * of a design; the latter two at Discord's own limits.
 */
import { HOW_TO_ANSWER } from '../src/presentation/talk/questions.ts';
import type { Message } from '../test/platforms/discord/message.ts';
import { readable } from '../test/platforms/discord/readable.ts';
import { startDiscord } from '../test/platforms/discord/server.ts';
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
  const discord = await startDiscord({ ackMs: LONG_MS, rateSpeed: options.isLimited ? 1 : 0 });
  const { guild, people, record, interactions } = discord;
  const ana = guild.addPerson('Ana');
  const general = guild.addChannel('general');
  const { daemon, end } = await startDaemon(options, {
    DISCORD_TOKEN: discord.token,
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_GUILD_IDS: guild.id,
  });
  const isReady = () => discord.sockets.count > 0 && discord.commands.in(guild.id).length > 0;
  await until('the daemon is connected', isReady);

  const readCard = (card: Message): Shown => {
    const read = (message: Message) => readable(guild, message);
    const findIn = (words: string) =>
      discord.visibleMessages(card.id).find((each) => read(each).includes(words));
    return {
      card: () => read(card),
      says: (words) => {
        const message = findIn(words);
        return message === undefined ? '' : read(message);
      },
      nextEdit: () =>
        nextChange(guild, (change) => change.kind === 'edited' && change.message.id === card.id),
      answer: (words) => void people.say(ana, card.id, words),
      goOn: async () => {
        await people.click(ana, findIn(HOW_TO_ANSWER) ?? card, 'charrette.go_on');
        const asked = people.ephemeral(ana).at(-1);
        if (asked === undefined) throw new Error('what binds everybody was not asked once more');
        return people.click(ana, asked, 'charrette.sure');
      },
    };
  };
  const cards = () => discord.visibleMessages(general).filter(({ id }) => guild.channels.has(id));
  return {
    daemon,
    type: async (topic) => {
      const before = new Set(interactions.all.keys());
      const doing =
        topic === null
          ? people.slash(ana, general, 'design status')
          : people.slash(ana, general, 'design start', { topic });
      const typed = [...interactions.all.values()].find(({ id }) => !before.has(id));
      const settled = typed?.settled.then(() => performance.now() - typed.bornMs);
      await doing;
      return (await settled) ?? Number.NaN;
    },
    channel: () => discord.visible(general),
    begin: async (topic) => {
      const before = new Set(cards().map(({ id }) => id));
      await people.slash(ana, general, 'design start', { topic });
      const card = () => cards().find(({ id }) => !before.has(id));
      await until('the card', () => card() !== undefined);
      return readCard(card() as Message);
    },
    calls: () => record.calls.map(({ name }) => name),
    close: async () => {
      await end();
      if (record.violations.length > 0) throw new Error(record.violations.join('\n'));
      await discord.close();
    },
  };
}

await benchChat('Discord', open);
