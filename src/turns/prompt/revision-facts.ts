import type { PersonSaid } from '../../core/decision/people.ts';
import type { ToAnswer } from '../../core/decision/to-answer.ts';
import { listSaidSentences, type SaidSentence } from '../../core/questions/replies/sentences-said.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import { drawAnswerLine, drawFinding } from '../../presentation/audit.ts';
import { showChangeToAuditor } from '../../presentation/changes.ts';
import { citationOf, drawCitation } from '../../presentation/citations.ts';
import { convertToPlain, plainOf } from '../../presentation/format/plain-document.ts';
import type { Ask } from './ask.ts';
import { listItems, wrapMaterial } from './material-text.ts';

export function listRevisionFacts({ revising }: Ask): string[] {
  if (revising === null) return [];
  const { toAnswer, parts } = revising;
  const findings = toAnswer.flatMap((each) =>
    each.kind === 'finding'
      ? [`${each.name} (${each.severity}${each.isDenied ? ', not answered by the changes' : ''})`]
      : [],
  );
  const people = toAnswer.flatMap((each) => {
    const what = PEOPLE[each.kind];
    return what === '' ? [] : [`${each.name} (${what})`];
  });
  const sentences = toAnswer.flatMap((each) =>
    each.kind === 'sentence' ? [`${sentenceLineOf(each.said)}${fateNote(each.said)}`] : [],
  );
  return [
    listItems('Findings to answer', findings),
    listItems('From people', people),
    sentences.length === 0 ? '' : wrapMaterial('people whom the decision leaves out', sentences.join('\n')),
    wrapMaterial('parts by number', parts.map(({ name, begins }) => `${name}: ${begins}`).join('\n')),
  ];
}

/** Explains a person's act; empty for others. */
const PEOPLE: Record<ToAnswer['kind'], string> = {
  finding: '',
  sentence: '',
  settled: 'a difference that was settled',
  said: 'said since',
  note: 'the decision was sent back with this',
};

/** Characters of a sentence that is to be judged, or that signers compare. */
const SENTENCE_CHARACTERS = 4_000;
/** Characters of one sentence and of all: beside a transcript, enough to find each in it, and without one. */
export const SAID_BESIDE = { each: 60, all: 50_000 };
export const SAID_ALONE = { each: SENTENCE_CHARACTERS, all: 200_000 };

/** Lists people's sentences by name, and says how many have no room. */
export function saySaid(design: Design, { each, all }: typeof SAID_ALONE): string {
  const lines = listSaidSentences(design).map((sentence) => sentenceLineOf(sentence, each));
  if (lines.length === 0) return '';
  let usedCharacters = 0;
  const fits = (words: string) => {
    usedCharacters += words.length + 1;
    return usedCharacters <= all;
  };
  const fittingLines = lines.filter(fits);
  const more = lines.length - fittingLines.length;
  const leftOut = more === 0 ? [] : [`[left out for lack of room: ${countOf(more, 'more sentence')}]`];
  return wrapMaterial('what people said', [...fittingLines, ...leftOut].join('\n'));
}

/** `R2.4, by Ana, to Q1: None of them.` */
function sentenceLineOf({ name, author, answers, text }: SaidSentence, most = SENTENCE_CHARACTERS): string {
  const to = answers.length === 0 ? '' : `, to ${answers.join(', ')}`;
  return `${name}, by ${author}${to}: ${cutWords(text.replaceAll(/\s+/g, ' ').trim(), most)}`;
}

function fateNote({ fate, sentence, why }: PersonSaid): string {
  const by = sentence === '' ? '' : ` by “${sentence}”`;
  if (fate === 'contradicted') return `\n  contradicted${by}: ${why}`;
  return fate === 'not_used' ? `\n  not used: ${why}` : '';
}

/** All that the auditor has to try and to judge, with the decision's sentences by number. */
export function listAuditFacts({ auditing }: Ask): string[] {
  if (auditing === null) return [];
  const { toTry, said, sentences } = auditing;
  const rejectedAttempts = toTry.filter(({ name }) => name.startsWith('rejected'));
  const sentenceLines = sentences.map(({ number, text }) => `${number}: ${text}`);
  return [
    listItems(
      'To try',
      toTry.map(({ name }) => name),
    ),
    ...rejectedAttempts.map(({ name, text }) => `${name}: ${text}`),
    said.length === 0
      ? ''
      : wrapMaterial('sentences of people to judge', said.map(sayJudgedBefore).join('\n')),
    said.length === 0 ? '' : wrapMaterial('sentences of the decision', sentenceLines.join('\n')),
  ];
}

function sayJudgedBefore(sentence: PersonSaid): string {
  return `${sentenceLineOf(sentence)}${fateNote(sentence)}`;
}

/** Findings to judge and changes since the audit: all that the auditor reads again. */
export function listConfirmationFacts({ confirming }: Ask): string[] {
  if (confirming === null) return [];
  const { findings, changes } = confirming;
  const findingTexts = findings.map((finding) => {
    const answerText = finding.answer === null ? '' : `\n${convertToPlain(drawAnswerLine(finding.answer))}`;
    return `${convertToPlain(drawFinding(finding, drawCitation(citationOf(finding)), finding.id))}${answerText}`;
  });
  const changeTexts = changes.map((change) => plainOf(showChangeToAuditor(change)));
  return [
    listItems(
      'Findings to judge',
      findings.map(({ id }) => id),
    ),
    findingTexts.length === 0 ? '' : wrapMaterial('findings to judge', findingTexts.join('\n')),
    changeTexts.length === 0 ? '' : wrapMaterial('changes', changeTexts.join('\n\n')),
  ];
}
