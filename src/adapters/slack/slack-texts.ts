import type { PlatformTexts } from '../../runtime/gateway/gateway-context.ts';

/** Texts that only Slack shows. */
export const SLACK_TEXTS = {
  platform: 'Slack',
  notInChannel: 'I am not in this channel. Type /invite @Charrette here and start it again.',
  otherWorkspace:
    'Charrette serves another workspace here, so nothing was taken. Somebody of that workspace can do this.',
  help: [
    '**What you can ask for**',
    '',
    '- `/design` and a question starts a design in this channel; `/design` alone asks for the details',
    '- `/design quick: …` is for three colleagues who argue nothing, `/design deep: …` for all, who argue longer',
    '- `/design status` says how far it is, `/design list` what there was here',
    '- `/design cancel` stops it, `/design retry` runs again what did not end well',
    '- in the thread, where Slack has no commands: `@Charrette status`, `cancel`, `retry`, `help`',
    '',
    'Answer questions by replying in the thread, in your own words; files are read as far as they are text.',
  ].join('\n'),
  notAWord: (word: string) => `“${word}” is nothing that I know. A question of a few words starts a design.`,
  formNotOpened: 'Slack did not open the form just now. Try again in a moment.',
} as const satisfies PlatformTexts & Readonly<Record<string, unknown>>;
