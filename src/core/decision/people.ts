import { nameOfReply } from '../questions/named-replies.ts';
import { type SaidSentence, sentencesSaid } from '../questions/sentences-said.ts';
import type { Bearing, Design } from '../vocabulary/design.ts';
import type { RoundId } from '../vocabulary/ids.ts';
import type { Round } from '../vocabulary/round.ts';
import { type JudgedSentence, MOST_JUDGED, type SAID_FATES } from '../vocabulary/submission.ts';
import { decisionsOf } from './decided.ts';
import { standsIn } from './parts.ts';
import { sentenceMeant, sentencesOf } from './sentences.ts';

export type SaidFate = (typeof SAID_FATES)[number];

/** A sentence that a person said, and what the decision does with it (J8). */
export interface PersonSaid extends SaidSentence {
  /** `null`: nobody has judged it against the current text. */
  readonly fate: SaidFate | null;
  /** The decision's sentence that reflects or contradicts it; else empty. */
  readonly sentence: string;
  readonly why: string;
  /** It was read after the draft, with its whole reply, and by no auditor since. */
  readonly isLate: boolean;
}

/** A judgement of a sentence or of a whole reply, by its name. */
interface Row extends Pick<PersonSaid, 'sentence' | 'why' | 'isLate'> {
  readonly fate: SaidFate;
  readonly name: string;
  /** The design's version when it was asked for. */
  readonly since: number;
}

const UNJUDGED = { fate: null, sentence: '', why: '', isLate: false };

/**
 * Everything that people said, each with its newest judgement by audit, confirmation or late reading. A judgement is
 * void once its reply is edited, its sentence of the decision is gone, or a change answers what it found missing.
 */
export function peopleSaid(design: Design): PersonSaid[] {
  const rows = [...auditedRows(design), ...lateRows(design)].toSorted((one, two) => one.since - two.since);
  const isVoid = voidIn(design);
  return sentencesSaid(design).map((said) => {
    const row = rows.findLast(({ name }) => isOf(name, said));
    if (row === undefined || isVoid(row, said)) return { ...said, ...UNJUDGED };
    const { fate, sentence, why, isLate } = row;
    return { ...said, fate, sentence, why, isLate };
  });
}

/** People whom the text contradicts, in sentences that the auditor named. */
export function contradictionsLeft(design: Design): PersonSaid[] {
  return peopleSaid(design).filter(({ fate }) => fate === 'contradicted');
}

/** Sentences that a revision may answer: it has to answer the contradicted ones. */
export function leftOutOf(design: Design): PersonSaid[] {
  return peopleSaid(design).filter(({ fate }) => fate === 'contradicted' || fate === 'not_used');
}

/** Sentences that the auditor still has to judge: nobody has, or the text contradicted them when somebody did. */
export function sentencesOwed(design: Design): PersonSaid[] {
  return peopleSaid(design).filter(({ fate }) => fate === null || fate === 'contradicted');
}

/** Sentences to judge in this round of the auditor, at most 80. What people say while it runs is read later. */
export function sentencesToJudge(design: Design, { kind, since }: Round): PersonSaid[] {
  const all = kind === 'audit' ? peopleSaid(design) : sentencesOwed(design);
  const isLater = (id: string | null) =>
    design.replies.some((reply) => reply.id === id && reply.since > since);
  return all.filter(({ replyId }) => !isLater(replyId)).slice(0, MOST_JUDGED);
}

function auditedRows(design: Design): Row[] {
  const { audit, confirmations } = design;
  const given = [
    ...(audit === null ? [] : [{ roundId: audit.roundId, said: audit.audit.said }]),
    ...confirmations.map(({ roundId, confirmation: { said } }) => ({ roundId, said })),
  ];
  return given.flatMap(({ roundId, said }) => {
    const since = openedAt(design, roundId);
    const before = design.revisions.filter((revision) => openedAt(design, revision.roundId) < since).length;
    const text = decisionsOf(design)[before];
    const sentences = text === undefined ? [] : sentencesOf(text.decision);
    return said.flatMap((row) => {
      const { said: name, fate, why } = row;
      const sentence = isAbout(row) ? (sentenceMeant(sentences, row.sentence)?.text ?? '') : '';
      return fate === 'reflected' && sentence === ''
        ? []
        : [{ name, fate, why, sentence, since, isLate: false }];
    });
  });
}

/** `true` if the fate is about one sentence of the decision. */
export function isAbout({ fate }: Pick<JudgedSentence, 'fate'>): boolean {
  return fate === 'reflected' || fate === 'contradicted';
}

const LATE_FATES = {
  bears: 'not_used',
  already_there: 'reflected',
  does_not_matter: 'does_not_matter',
} as const satisfies Record<Bearing['verdict'], SaidFate>;

/** Replies that a late reading has judged as a whole. */
function lateRows({ replies }: Design): Row[] {
  return replies.flatMap((reply) => {
    if (reply.bearing === null) return [];
    const { verdict, reason: why, sentence: named, since } = reply.bearing;
    const sentence = verdict === 'already_there' ? named : '';
    return [{ name: nameOfReply(reply), fate: LATE_FATES[verdict], why, sentence, since, isLate: true }];
  });
}

function voidIn(design: Design): (row: Row, said: SaidSentence) => boolean {
  const { replies, revisions } = design;
  const edited = new Map(replies.map(({ id, since }) => [id, since]));
  const decision = decisionsOf(design).at(-1)?.decision;
  return ({ since, sentence, fate }, said) => {
    if (said.replyId !== null && (edited.get(said.replyId) ?? since) > since) return true;
    if (sentence !== '' && decision !== undefined && !standsIn(decision, sentence)) return true;
    const isAnswered = revisions
      .filter(({ roundId }) => openedAt(design, roundId) > since)
      .some(({ revision }) =>
        revision.changes.some(({ answers }) => answers.some((name) => isOf(name, said))),
      );
    return fate !== 'contradicted' && isAnswered;
  };
}

/** `true` if the name is the sentence's own, or that of its whole reply. */
function isOf(name: string, said: Pick<SaidSentence, 'name' | 'replyId'>): boolean {
  return name === said.name || (said.replyId !== null && said.name.startsWith(`${name}.`));
}

function openedAt({ rounds }: Pick<Design, 'rounds'>, roundId: RoundId): number {
  return rounds.find(({ id }) => id === roundId)?.since ?? 0;
}
