import type { PlatformTexts } from '../../acts/gateway/gateway-context.ts';

export const SLACK_TEXTS = {
  platform: 'Slack',
  notInChannel: 'I am not in this channel. Type /invite @Charrette here, then try again.',
  notInConversation:
    'I am not in this conversation, and nobody can be invited to it. Write to me directly, or type /design in a channel.',
  onlyThere:
    'A design in a direct message is asked for there. Name a channel, or write to me directly.',
  otherWorkspace:
    'Charrette belongs to another workspace, so nothing was done. Someone from that workspace can do this for you.',
  help: [
    '**I turn a question into a decision you can check.** AI personas ask what they need to know, write proposals, argue where they differ, and decide. You answer in the thread.',
    '',
    'Try: `/design Should the job queue move from Redis to Postgres?`',
    '',
    '- `/design` alone opens a form',
    '- `/design list`: designs here; `/design find words`: anywhere',
    '- `quick:` in front: three personas, who do not argue',
    '- one word in a thread: `status`, `done`, `skip`, `stop`, `cancel`, `retry`',
  ].join('\n'),
  chooseRepository:
    'No repository will be read. To choose one, type /design alone: it opens a form.',
  agent:
    'Turns a question into a decision you can check: AI personas ask, propose, argue and decide in a thread. Tell me what has to be decided, and I’ll offer to start a design.',
  /** Suggestions to a person who opens the app: at most four. */
  prompts: [
    { title: 'What can you do?', message: 'help' },
    {
      title: 'Have a question decided',
      message: 'Should the job queue move from Redis to Postgres?',
    },
    { title: 'How is it going?', message: 'status' },
  ],
  formNotOpened: 'Slack could not open the form. Try again in a moment.',
} as const satisfies PlatformTexts & Readonly<Record<string, unknown>>;
