import type { PlatformTexts } from '../../acts/gateway/gateway-context.ts';

export const SLACK_TEXTS = {
  platform: 'Slack',
  notInChannel: 'I am not in this channel. Type /invite @Charrette here and start it again.',
  otherWorkspace:
    'Charrette belongs to another workspace here, so nothing was done. Somebody from that workspace can do this.',
  help: [
    '**I turn a question into a decision you can check.** AI personas ask what they need to know, write proposals, argue where they differ, and decide. You answer in the thread.',
    '',
    'Try: `/design Should the job queue move from Redis to Postgres?`',
    '',
    '- `/design` alone opens a form',
    '- `/design list`, `/design find words`: designs here, or anywhere',
    '- `quick:` or `deep:` in front sets the depth',
    '- alone in a thread: `status`, `done`, `skip`, `stop`, `cancel`, `retry`',
  ].join('\n'),
  chooseRepository: 'No repository is read: /design alone opens a form to choose one of several.',
  example: '/design Should the job queue move from Redis to Postgres?',
  agent:
    'Turns a question into a decision you can check: AI personas ask, propose, argue and decide in a thread. Tell me what has to be decided, and I offer to start a design on it.',
  /** Suggestions to a person who opens the app: at most four. */
  prompts: [
    { title: 'What can you do?', message: 'help' },
    { title: 'Have a question decided', message: 'Should the job queue move from Redis to Postgres?' },
    { title: 'How far is it?', message: 'status' },
  ],
  formNotOpened: 'Slack did not open the form just now. Try again in a moment.',
} as const satisfies PlatformTexts & Readonly<Record<string, unknown>>;
