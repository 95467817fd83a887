import type { Design } from '../design.ts';
import type { EventOf } from '../events.ts';
import { endWords } from '../outcome/end-words.ts';
import { outcomeOf } from '../outcome/outcome.ts';
import { isPause } from '../status.ts';
import { reasonsIn } from '../words.ts';
import { inline, quoted } from './markdown.ts';
import { paragraphs, personName } from './pieces.ts';
import type { Entries } from './transcript.ts';

/** A person's decisions, and how it all ended. */
export const END_ENTRIES = {
  gate_opened: (design, { reasons }) =>
    `A person is asked to decide, because ${reasonsIn(reasons, outcomeOf(design)).join('; ')}.`,
  gate_decided: gate,
  outcome_settled: (design, { status, stoppedBecause }) =>
    `This ends as **${status.replace('_', ' ')}**, because ${endWords(design, stoppedBecause)}.`,
  files_failed: (_, { detail }) => `The result files could not be written: ${inline(detail)}`,
  design_ended: (design, { status, stoppedBecause, by, detail }) => {
    const who = by === '' ? '' : ` by ${personName(by)}`;
    const more = detail === '' ? '' : ` ${inline(detail)}`;
    return `Ended as **${status.replace('_', ' ')}**${who}, because ${endWords(design, stoppedBecause)}.${more}`;
  },
  late_words_recorded: (_, { author, text }) =>
    text === ''
      ? `**${personName(author)}** takes back what they said after the end.`
      : paragraphs(`**${personName(author)}**, after the end:`, quoted(text)),
} satisfies Partial<Entries>;

function gate(design: Design, { gateId, choice, by, note }: EventOf<'gate_decided'>): string {
  const goesOn = design.gates.some((each) => each.id === gateId && isPause(each));
  const words = {
    accept: `**${personName(by)}** ${goesOn ? 'lets it go on.' : 'accepts it as it is.'}`,
    send_back: `**${personName(by)}** sends it back once.`,
    again: `**${personName(by)}** has them asked again.`,
    stop: `**${personName(by)}** stops it.`,
    settle: `**${personName(by)}** settles a point.`,
    unanswered: 'Nobody decided in time.',
  }[choice];
  return paragraphs(words, note === '' ? '' : quoted(note));
}
