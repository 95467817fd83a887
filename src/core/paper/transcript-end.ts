import { endWords } from '../outcome/end-words.ts';
import { gateReasons } from '../outcome/gate-subject.ts';
import { gateClosedWords, gateNamed } from '../status.ts';
import { inline, quoted } from './markdown.ts';
import { paragraphs, personName } from './pieces.ts';
import type { Entries } from './transcript.ts';

/** A person's decisions, and how it all ended. */
export const END_ENTRIES = {
  gate_opened: (design, { gateId }) =>
    `A person is asked to decide, because ${gateReasons(design, gateNamed(design, gateId)).join('; ')}.`,
  gate_decided: (design, { gateId, by, note }) =>
    paragraphs(
      gateClosedWords(design, gateNamed(design, gateId), `**${personName(by)}**`),
      note === '' ? '' : quoted(note),
    ),
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
