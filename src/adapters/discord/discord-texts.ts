import { listed } from '../../core/vocabulary/text.ts';
import type { PlatformTexts } from '../../runtime/gateway/gateway-context.ts';

/** Texts that only Discord shows. */
export const DISCORD_TEXTS = {
  platform: 'Discord',
  help: [
    '**I turn a question into a decision you can check.** AI personas, each with their own angle, ask what they need to know, write proposals, argue where they differ, and decide. You answer in the thread.',
    '',
    'Try: `/design start topic:Should the job queue move from Redis to Postgres?`',
    '',
    '- `/design new` opens a form',
    '- `/design list` shows what there was here; so do `status`, `cancel`, `retry`',
    '- in a thread: `@Charrette status`; after a decision *Follow up…*',
  ].join('\n'),
  chooseRepository: 'No repository is read: the option repository of /design start chooses one of several.',
  example: '/design start topic:Should the job queue move from Redis to Postgres?',
  answer: 'Answer…',

  notHere:
    'A design needs a thread, and there is none in a place like this. Start it in a text channel, in a thread, in a post of a forum, or in a direct message to me.',
  notThisServer:
    'I am used in certain servers only, and this is none of them. Whoever runs me can add it (DISCORD_GUILD_IDS).',
  serversUnknown:
    'Discord does not say at the moment whether you are in a server that I am used in, so nothing was started. Try again in a minute.',
  lacking: (rights: readonly string[]) =>
    `I lack ${rights.length === 1 ? 'a permission' : 'permissions'} here: ${listed(rights)}. Ask whoever administers this server to grant that, and start it again.`,
  locked:
    'This thread is locked, so nothing can be said in it. Start it in another place, or ask a moderator.',
  notPrivateHere:
    'Private threads exist in text channels only. Start it in one, or leave out the option private.',

  threadUnreadable: 'What was said here does not go with it: I may not read messages in this server.',

  answersTitle: 'Your answers',
  answerTo: (id: string, requester: string) => `${id} (${requester})`,
  remark: 'Anything else?',
  remarkHint: (others: readonly string[]) =>
    others.length === 0
      ? 'Everybody reads it.'
      : `${others.length} more ${others.length === 1 ? 'question is' : 'questions are'} open; “${others[0]}: …” answers here.`,
  nothingOpen: 'No question is open any more. What you write in the thread is read all the same.',
  taken: 'Got it. Thank you.',
  nothingGiven: 'The form was empty, so nothing was answered.',
  pleaseCorrect: 'Nothing was started yet. Please fix this first:',

  /** Of what can be clicked only in the channel that it is about. */
  inChannel: {
    choice: 'Which one? Use /design in the channel: it has a menu of them.',
    cancel: 'To cancel it, use /design cancel in its thread, and say yes there.',
    run_again: 'To run it again, use /design retry in its thread, and say yes there.',
  },
  noDirectMessages:
    'I have something to tell you privately, but you accept no direct messages from me. Allow them for this server, or ask with /design: only you see what it answers.',
  unreadable:
    'I can see that you wrote something in the thread of a design, but not what: this server does not let me read messages. Press “Answer…” under the questions, or begin your message with @Charrette.',
} as const satisfies PlatformTexts & Readonly<Record<string, unknown>>;
