import type { PlatformTexts } from '../../acts/gateway/gateway-context.ts';
import { listWords } from '../../core/vocabulary/text.ts';

export const DISCORD_TEXTS = {
  platform: 'Discord',
  help: [
    '**I turn a question into a decision you can check.** AI personas ask what they need to know, write proposals, argue where they differ, and decide. You answer in the thread.',
    '',
    'Try: `/design start topic:Should the job queue move from Redis to Postgres?`',
    '',
    '- `/design new` opens a form',
    '- `/design list`: designs here; `/design find words`: anywhere',
    '- `quick:` in front: three personas, who do not argue',
    '- one word in a thread: `status`, `done`, `skip`, `stop`, `cancel`, `retry`',
  ].join('\n'),
  chooseRepository:
    'No repository will be read. To choose one, use the option repo of /design start.',
  notMember:
    'Discord does not confirm that you are in a server I am set up for (DISCORD_GUILD_IDS), so there is no link. The person who runs me can add your server.',

  notHere:
    'A design needs a thread, which I can’t have here. Start it in a text channel, a thread, a forum post, or a direct message to me.',
  onlyRead:
    'You may read this channel, but not write in it, so you can start no design there. Name another one.',
  personalElsewhere:
    'I can’t work here: you installed me only for yourself. Your designs run in our direct messages, where only you and operators can read them. Type /design there.',
  openDirect: 'Open our direct messages',
  findDirect: 'Click my name to find them.',
  notThisServer:
    'I am set up for certain servers only, and this is not one of them. The person who runs me can add it (DISCORD_GUILD_IDS).',
  serversUnknown:
    'Discord can’t tell me right now whether you are in a server I am set up for, so nothing was started. Try again in a minute.',
  lacking: (rights: readonly string[]) =>
    `I lack ${rights.length === 1 ? 'a permission' : 'permissions'} here: ${listWords(rights)}. Ask an administrator of this server to change that, then start again.`,
  /** For the log: Discord takes no second answer. */
  answeredElsewhere:
    'Another daemon with this application answered first, so it starts the design.',
  locked:
    'This thread is locked, so I can’t post in it. Start the design elsewhere, or ask a moderator to unlock it.',

  unread:
    'I have something to show only you, but Discord doesn’t let me send you a direct message.',
  read: 'Read it',
  notForYou: 'This is for someone else.',
  readAlready: 'There is nothing left to read here. Ask again.',
} as const satisfies PlatformTexts & Readonly<Record<string, unknown>>;
