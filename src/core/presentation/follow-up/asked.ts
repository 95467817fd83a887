import { decidedIn } from '../../decision/decided.ts';
import { publicationOf } from '../../follow-up/decision-status.ts';
import { fileNames } from '../../outcome/file-names.ts';
import { namesOf } from '../../questions/author.ts';
import type { Design } from '../../vocabulary/design.ts';
import { shortId } from '../../vocabulary/figures.ts';
import { isReleased } from '../../vocabulary/participants.ts';
import { ASKED_KINDS, type AskedKind } from '../../vocabulary/sets.ts';
import { listed } from '../../vocabulary/text.ts';
import { decisionStatusSentences } from '../decision/decision-status.ts';
import { publishable } from '../format/forge.ts';
import { atBeginning } from '../format/people.ts';
import { linePlain } from '../format/plain-document.ts';
import { timeWords } from '../format/time.ts';
import { gateClosedLine } from '../gates/gate.ts';
import { designSpentWords } from '../run/cost.ts';
import { elapsedWords } from '../run/waiting.ts';

export const ASKED_WORDS: Readonly<Record<AskedKind, string>> = {
  files: 'Where are the files?',
  record: 'Where is the decision record (ADR)?',
  pull_request: 'Is there a pull request?',
  steps: 'What are the steps?',
  cost: 'What did it cost?',
  who: 'Who took part, and who decided?',
  when: 'When was it?',
};

export function askedKindOf(words: string): AskedKind | null {
  return ASKED_KINDS.find((kind) => ASKED_WORDS[kind] === words) ?? null;
}

const TO_READ = ['brief.md', 'adr.md', 'record.md', 'transcript.md'];

const ANSWERS: Readonly<Record<AskedKind, (design: Design) => string>> = {
  files: (design) => {
    const names = fileNames(design.files);
    const read = TO_READ.filter((name) => names.includes(name));
    return names.length === 0
      ? `brief.md, adr.md, record.md and more are written when the design ends. ${untilThen(design)}`
      : `${listed(read)}, and ${names.length - read.length} more: ${whereFiles(design)}`;
  },
  record: (design) => {
    const names = fileNames(design.files);
    if (names.length === 0)
      return `adr.md, the decision record, and record.md, with everything that led to it, are written when the design ends. ${untilThen(design)}`;
    const adr = names.includes('adr.md')
      ? 'adr.md; everything that led to it is in record.md'
      : 'record.md, without a decision';
    return `It is ${adr}: ${whereFiles(design)}`;
  },
  pull_request: (design) => {
    const published = publicationOf(design);
    if (published !== null) return `Yes: ${published.repository} #${published.pull}, ${published.url}`;
    if (design.end === null) return 'Not yet. A decision can be published once its design has ended.';
    const decided = publishable(design);
    if ('message' in decided) return `No. ${decided.message}`;
    return design.hasForge
      ? 'Not yet. Press Publish below the result for one with the decision record.'
      : 'No: no repository is set up to publish to. An operator can do that with CHARRETTE_FORGE_TOKEN and CHARRETTE_FORGE_REPOS.';
  },
  steps: (design) => {
    const steps = decidedIn(design)?.decision.steps ?? [];
    return steps.length === 0
      ? 'There is no decision yet, so there are no steps.'
      : steps.map(({ title }, at) => `${at + 1}. ${title}`).join(' ');
  },
  cost: (design) => {
    const soFar = design.end === null ? ' so far' : '';
    return `${designSpentWords(design, design.end === null)}${soFar}, in ${elapsedWords(design)}.`;
  },
  who: (design) => {
    const personas = design.participants.filter(
      ({ id, role }) => role === 'persona' && !isReleased(design, id),
    );
    const answered = namesOf(design.replies.filter(({ answers }) => answers.length > 0));
    const dissents = design.signatures.filter(({ verdict }) => verdict === 'dissents');
    const titles = (those: readonly { readonly participant: string }[]) =>
      listed(
        design.participants
          .filter(({ id }) => those.some((each) => each.participant === id))
          .map(({ title }) => title),
      );
    return [
      `${atBeginning(design.startedBy)} asked.`,
      ...(answered.length === 0 ? [] : [`Answered by ${listed(answered)}.`]),
      `Personas: ${listed(personas.map(({ title }) => title))}.`,
      ...(dissents.length === 0 ? [] : [`Dissents: ${titles(dissents)}.`]),
      ...design.gates
        .filter(({ decision }) => decision !== null && decision.by !== '')
        .map((gate) => linePlain(gateClosedLine(design, gate))),
      ...decisionStatusSentences(design),
    ].join(' ');
  },
  when: (design) => {
    const { startedAt, end, gates } = design;
    const gate = gates.at(-1);
    const rest =
      end !== null
        ? `, ended ${minute(end.at)}`
        : gate?.decision === null
          ? `; a person can decide until ${minute(gate.deadlineAt)}`
          : '';
    return `Started ${minute(startedAt)}${rest}.`;
  },
};

export function answeredByCode(design: Design, kind: AskedKind): string {
  return ANSWERS[kind](design);
}

export function allByCode(design: Design): string[] {
  return ASKED_KINDS.map((kind) => `${ASKED_WORDS[kind]} ${answeredByCode(design, kind)}`);
}

function whereFiles({ id, thread, page }: Design): string {
  const places = [
    ...(thread === null ? [] : ['below the result in the thread']),
    ...(page === undefined ? [] : [page]),
    `charrette open ${shortId(id)}`,
  ];
  return `${places.join('; ')}.`;
}

function untilThen({ thread, revealedSince }: Design): string {
  return thread === null || revealedSince === null
    ? ''
    : 'Until then the proposals are attached in the thread.';
}

function minute(atMs: number): string {
  return `${timeWords(atMs, true)} UTC`;
}
