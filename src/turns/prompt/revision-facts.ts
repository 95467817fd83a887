import { nameChange } from '../../core/decision/changes.ts';
import { findingsOf } from '../../core/decision/findings.ts';
import type { PersonSaid } from '../../core/decision/people.ts';
import type { ToAnswer } from '../../core/decision/to-answer.ts';
import { labelDifference, statementOf } from '../../core/differences/labels.ts';
import {
  listSaidSentences,
  type SaidSentence,
} from '../../core/questions/replies/sentences-said.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { cutInside } from '../../foundation/cut-text.ts';
import { type Line, untrusted } from '../../presentation/format/document.ts';
import { plainOf } from '../../presentation/format/plain-document.ts';
import { showChangeToAuditor } from '../../presentation/judged/changes.ts';
import { citationOf, drawCitation } from '../../presentation/judged/citations.ts';
import { drawFinding } from '../../presentation/record/audit.ts';
import type { Ask } from './ask.ts';
import { listItems, wrapMaterial } from './material-text.ts';

export function listRevisionFacts({ revising }: Ask): string[] {
  if (revising === null) return [];
  const { toAnswer, parts } = revising;
  const findings = toAnswer.flatMap((each) =>
    each.kind === 'finding'
      ? [`${each.name} (${each.severity}${each.isDenied ? ', not answered so far' : ''})`]
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
    sentences.length === 0
      ? ''
      : wrapMaterial('people whom the decision leaves out', sentences.join('\n')),
    wrapMaterial(
      'parts by number',
      parts.map(({ name, begins }) => `${name}: ${begins}`).join('\n'),
    ),
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
/**
 * Characters of one sentence and of all: beside a transcript, enough to find each in it, and
 * without one.
 */
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
  const leftOut =
    more === 0 ? [] : [`[left out for lack of room: ${countOf(more, 'more sentence')}]`];
  return wrapMaterial('what people said', [...fittingLines, ...leftOut].join('\n'));
}

/** `R2.4, by Ana, to Q1: None of them.` */
function sentenceLineOf(
  { name, author, answers, text }: SaidSentence,
  most = SENTENCE_CHARACTERS,
): string {
  const to = answers.length === 0 ? '' : `, to ${answers.join(', ')}`;
  return `${name}, by ${author}${to}: ${cutInside(text.replaceAll(/\s+/g, ' ').trim(), most)}`;
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
  // The others are numbered in the decision, or in the list of its sentences.
  const wordedAttempts = toTry.filter(
    ({ name }) => name.startsWith('rejected') || name === 'decision',
  );
  const sentenceLines = sentences.map(({ number, text, rests }) => {
    const borne = rests === null ? '' : ` (rests on ${rests.join(', ') || 'nothing'})`;
    return `${number}${borne}: ${text}`;
  });
  return [
    listItems(
      'To try',
      toTry.map(({ name }) => name),
    ),
    ...wordedAttempts.map(({ name, text }) => `${name}: ${text}`),
    said.length === 0
      ? ''
      : wrapMaterial('sentences of people to judge', said.map(sayJudgedBefore).join('\n')),
    said.length + toTry.length === 0
      ? ''
      : wrapMaterial('sentences of the decision', sentenceLines.join('\n')),
  ];
}

function sayJudgedBefore(sentence: PersonSaid): string {
  return `${sentenceLineOf(sentence)}${fateNote(sentence)}`;
}

/** Changes to judge, each beside what called for it: all that the auditor reads again. */
export function listConfirmationFacts(design: Design, { confirming }: Ask): string[] {
  if (confirming === null || confirming.length === 0) return [];
  const changeTexts = confirming.map((change) => {
    const causes = change.change.answers.flatMap((name) => listCauses(design, name));
    return plainOf(showChangeToAuditor(change, causes));
  });
  return [
    listItems(
      'Changes to judge',
      confirming.map(({ number }) => nameChange(number)),
    ),
    wrapMaterial('changes', changeTexts.join('\n\n')),
  ];
}

/** The finding, the words of a person or the settled position by this name. */
function listCauses(design: Design, name: string): Line[] {
  const findings = findingsOf(design).filter(({ id }) => id === name);
  const said = listSaidSentences(design).filter(
    (each) => each.name === name || each.name.startsWith(`${name}.`),
  );
  const settled = design.divergences.filter(({ id }) => labelDifference(id) === name);
  return [
    ...findings.map((finding) => drawFinding(finding, drawCitation(citationOf(finding)), name)),
    ...said.map((sentence) => [untrusted(sentenceLineOf(sentence))]),
    ...settled.map(({ description, settlement, ...each }) => [
      untrusted(
        `${name}: ${description} Settled for: ${statementOf(each, settlement?.position ?? '')}`,
      ),
    ]),
  ];
}
