import type { ToAnswer } from '../../core/synthesis/to-answer.ts';
import { answerLine, findingLine } from '../../core/telling/facts/audit.ts';
import { numberedChange } from '../../core/telling/facts/change.ts';
import { accountLine } from '../../core/telling/facts/claims.ts';
import { linePlain, plainOf } from '../../core/telling/render/plain.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import type { Ask } from './ask.ts';
import { listed, material } from './material-text.ts';
import { WORDS_OF_PEOPLE } from './texts.ts';

/** First words of a reply, by which it is found again in the transcript. */
const REPLY_CHARACTERS = 60;
/** Of all of them: some three hundred, whose words the transcript has as well, since it shows the first ones too. */
const REPLIES_CHARACTERS = 20_000;

/** Tells what a revision has to answer, and the parts by their numbers. */
export function revisionFacts({ revising }: Ask): string[] {
  if (revising === null) return [];
  const { toAnswer, parts } = revising;
  const findings = toAnswer.flatMap((each) =>
    each.kind === 'finding'
      ? [`${each.name} (${each.severity}${each.isDenied ? ', not answered by what was changed' : ''})`]
      : [],
  );
  const people = toAnswer.flatMap((each) => {
    const what = PEOPLE[each.kind];
    return what === '' ? [] : [`${each.name} (${what})`];
  });
  const sentences = toAnswer.flatMap((each) =>
    each.kind === 'sentence' ? [`${each.name}: ${each.quote}`] : [],
  );
  return [
    listed('Findings to answer', findings),
    listed('From people', people),
    sentences.length === 0 ? '' : material('sentences about itself', sentences.join('\n')),
    material('parts by number', parts.map(({ name, begins }) => `${name}: ${begins}`).join('\n')),
  ];
}

/** A name of something that a person did, explained; empty for what no person did. */
const PEOPLE: Record<ToAnswer['kind'], string> = {
  finding: '',
  settled: 'a difference that was settled',
  corrected: 'an answer that was corrected',
  said: 'said since',
  note: 'it was sent back with this',
  sentence: '',
};

/** Tells what has changed since the audit, and what was found before: nothing else is to be read again. */
export function confirmationFacts({ confirming }: Ask): string[] {
  if (confirming === null) return [];
  const { findings, changes, accounts } = confirming;
  const found = findings.map((finding) => {
    const done = finding.answer === null ? '' : `\n${linePlain(answerLine(finding.answer))}`;
    return `${linePlain(findingLine(finding, null, finding.id))}${done}`;
  });
  const changed = changes.map((change) => plainOf(numberedChange(change)));
  const fates = accounts.map((account) => `${account.claim} ${linePlain(accountLine(account))}`);
  return [
    listed(
      'Findings to judge',
      findings.map(({ id }) => id),
    ),
    found.length === 0 ? '' : material('findings to judge', found.join('\n')),
    changed.length === 0 ? '' : material('changes', changed.join('\n\n')),
    fates.length === 0 ? '' : material('claims whose account changed', fates.join('\n')),
  ];
}

/** Lists the words of people by the names that a step refers to them by; the transcript has them in full. */
export function namingFacts({ words }: Ask): string {
  const replies = words.filter(({ name }) => name !== 'topic');
  if (replies.length === 0) return '';
  let left = REPLIES_CHARACTERS;
  const lines: string[] = [];
  for (const { name, author, text } of replies) {
    const begins = cutWords(text.replaceAll(/\s+/g, ' ').trim(), REPLY_CHARACTERS);
    const line = `${name}, by ${author}: ${begins}`;
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  const missing = replies.length - lines.length;
  const others =
    missing === 0 ? '' : `\n[${missing} further replies are left out: together they are too long]`;
  return `${WORDS_OF_PEOPLE}\n${material('words of people', lines.join('\n'))}${others}`;
}
