import type { PlatformTexts } from '../../acts/gateway/gateway-context.ts';
import { listed } from '../../core/vocabulary/text.ts';

export const DISCORD_TEXTS = {
  platform: 'Discord',
  help: [
    '**I turn a question into a decision you can check.** AI personas ask what they need to know, write proposals, argue where they differ, and decide. You answer in the thread.',
    '',
    'Try: `/design start topic:Should the job queue move from Redis to Postgres?`',
    '',
    '- `/design new` opens a form',
    '- `/design list`, `/design find words`: designs here, or anywhere',
    '- `quick:` or `deep:` in front sets the depth',
    '- alone in a thread: `status`, `done`, `skip`, `stop`, `cancel`, `retry`',
  ].join('\n'),
  chooseRepository: 'No repository is read: the option repository of /design start chooses one of several.',
  example: '/design start topic:Should the job queue move from Redis to Postgres?',
  notMember:
    'Discord does not say that you are in a server that DISCORD_GUILD_IDS names, so there is no link. The person who runs me can add yours.',

  notHere:
    'A design needs a thread, and there is none in a place like this. Start it in a text channel, in a thread, in a post of a forum, or in a direct message to me.',
  personalElsewhere:
    'I can’t work here: you installed me for yourself. Your designs live in our direct messages; only you and operators read them. Type /design there.',
  openDirect: 'Open our direct messages',
  findDirect: 'You find them behind my name.',
  notThisServer:
    'I am set up for certain servers only, and not for this one. The person who runs me can add it (DISCORD_GUILD_IDS).',
  serversUnknown:
    'Discord does not say at the moment whether you are in a server that I am used in, so nothing was started. Try again in a minute.',
  lacking: (rights: readonly string[]) =>
    `I lack ${rights.length === 1 ? 'a permission' : 'permissions'} here: ${listed(rights)}. Ask an administrator of this server to change that, then start again.`,
  locked:
    'This thread is locked, so nothing can be said in it. Start it in another place, or ask a moderator.',

  unread: 'I have something for you alone, and you accept no direct messages from me.',
  read: 'Read it',
  notForYou: 'This is for someone else.',
  readAlready: 'There is nothing here any more. Ask again.',
} as const satisfies PlatformTexts & Readonly<Record<string, unknown>>;
