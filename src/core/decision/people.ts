import { nameOfReply } from '../questions/quoting/named-replies.ts';
import { isSameAuthor } from '../questions/replies/author.ts';
import { listDifferingOn } from '../questions/replies/questions.ts';
import { listSaidSentences, type SaidSentence } from '../questions/replies/sentences-said.ts';
import type { Bearing, Design, Reply } from '../vocabulary/design.ts';
import { findById, type QuestionId, type RoundId } from '../vocabulary/ids.ts';
import { rememberFor } from '../vocabulary/remember.ts';
import type { Round } from '../vocabulary/round.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import { type JudgedSentence, MOST_JUDGED, type SAID_FATES } from '../vocabulary/submission.ts';
import { decidedOf, isBeforeRevision } from './decided.ts';
import { standsIn } from './parts.ts';
import { findSentence, sentencesOf } from './sentences.ts';
import { findTextRead } from './tried.ts';

export type SaidFate = (typeof SAID_FATES)[number];

/** A sentence that a person said, and what the decision does with it. */
export interface PersonSaid extends SaidSentence {
  /** `null`: nobody has judged it against the current text. */
  readonly fate: SaidFate | null;
  /** The decision's sentence that reflects or contradicts it; else empty. */
  readonly sentence: string;
  readonly why: string;
  /** It was read after the draft, with its whole reply, and by no auditor since. */
  readonly isLate: boolean;
  /**
   * `disputed`: its author and others differ on what it answers, so no text can do what all of them
   * say.
   */
  readonly standing: 'holds' | 'disputed' | 'given_up';
}

/** A judgement of a sentence or of a whole reply, by its name. */
interface Row extends Pick<PersonSaid, 'sentence' | 'why' | 'isLate'> {
  readonly fate: SaidFate;
  readonly name: string;
  /** The design's version when it was asked for. */
  readonly since: number;
}

const UNJUDGED = { fate: null, sentence: '', why: '', isLate: false };

const unjudgedOf = rememberFor(
  (said: SaidSentence): PersonSaid => ({ ...said, standing: 'holds', ...UNJUDGED }),
);

/**
 * Everything that people said, each with its newest judgement by audit, confirmation or late
 * reading. A judgement is void once its sentence of the decision is gone, or a change answers what
 * it found missing. An edited reply has other names, and so no judgement.
 */
export function listSaidWithFates(design: Design): PersonSaid[] {
  const rows = Map.groupBy([...auditorRowsOf(design), ...lateRowsOf(design)], ({ name }) => name);
  const isVoid = voidIn(design);
  const isDisputed = disputedIn(design);
  return listSaidSentences(design).map((sentenceSaid) => {
    const standing = sentenceSaid.isGivenUp
      ? 'given_up'
      : isDisputed(sentenceSaid)
        ? 'disputed'
        : 'holds';
    if (rows.size === 0 && standing === 'holds') return unjudgedOf(sentenceSaid);
    const saidSentence = { ...sentenceSaid, standing } as const;
    const its = namesOf(saidSentence)
      .flatMap((name) => rows.get(name) ?? [])
      .toSorted((one, two) => one.since - two.since);
    // No later reading takes a contradiction back: a change has to.
    const isHeld = (row: Row, until: number) =>
      row.fate === 'contradicted' &&
      !isVoid(row, saidSentence) &&
      !isAnswered(design, saidSentence, row.since, until);
    const row = its.reduce<Row | undefined>(
      (held, next) => (held !== undefined && isHeld(held, next.since) ? held : next),
      undefined,
    );
    if (row === undefined || isVoid(row, saidSentence)) return { ...saidSentence, ...UNJUDGED };
    const { fate, sentence, why, isLate } = row;
    return { ...saidSentence, fate, sentence, why, isLate };
  });
}

function disputedIn(design: Design): (said: SaidSentence) => boolean {
  const disputes = design.questions
    .filter(({ status }) => status === 'differing')
    .map(({ id }) => ({ id, between: listDifferingOn(design, id) }));
  return (said) =>
    disputes.some(({ id, between }) =>
      between.some((reply) => isAnswerOf(design, reply, id, said)),
    );
}

/** `true` for a sentence by which the reply's author answers the question, in whichever reply. */
export function isAnswerOf(
  { replies }: Pick<Design, 'replies'>,
  reply: Reply,
  id: QuestionId,
  { answers, replyId }: SaidSentence,
): boolean {
  const own = answers.includes(id) ? findById(replies, replyId) : undefined;
  return own !== undefined && isSameAuthor(own, reply);
}

/** Sentences of people that the text contradicts, by sentences that the auditor named. */
export function listContradictions(design: Design): PersonSaid[] {
  return listSentencesLeftOut(design).filter(({ fate }) => fate === 'contradicted');
}

/** Sentences that a revision may answer: it has to answer the contradicted ones. */
export function listSentencesLeftOut(design: Design): PersonSaid[] {
  return listSaidWithFates(design).filter(
    ({ fate, standing }) =>
      standing === 'holds' && (fate === 'contradicted' || fate === 'not_used'),
  );
}

/**
 * Sentences that the auditor still has to judge. Before a revision: it has given them no row. After
 * it: nobody has judged them against the text, or it contradicted them when somebody did.
 */
export function listSentencesOwed(design: Design): PersonSaid[] {
  const all = listSaidWithFates(design).filter(({ isOwed }) => isOwed);
  if (!isBeforeRevision(design))
    return all.filter(({ fate }) => fate === null || fate === 'contradicted');
  const rows = Map.groupBy(auditorRowsOf(design), ({ name }) => name);
  const isVoid = voidIn(design);
  return all.filter((sentence) => !rows.get(sentence.name)?.some((row) => !isVoid(row, sentence)));
}

/** Names of the sentences that a round of the auditor judges, at most 80, when it opens. */
export function listNamesToJudge(design: Design, kind: RoundKind): string[] {
  const isJudging = kind === 'audit' || kind === 'confirmation';
  return isJudging
    ? listSentencesOwed(design)
        .slice(0, MOST_JUDGED)
        .map(({ name }) => name)
    : [];
}

/** Sentences of this round of the auditor that stand as they did when it opened. */
export function listSentencesToJudge(design: Design, { said }: Round): PersonSaid[] {
  return listSaidWithFates(design).filter(({ name }) => said.includes(name));
}

function auditorRowsOf(design: Design): Row[] {
  const { audit, confirmations } = design;
  const names = [
    ...(audit === null ? [] : [{ roundId: audit.roundId, said: audit.audit.said, after: 0 }]),
    ...confirmations.map(({ roundId, confirmation: { said }, after }) => ({
      roundId,
      said,
      after,
    })),
  ];
  return names.flatMap(({ roundId, said, after }) => {
    const since = findOpening(design, roundId);
    const text = findTextRead(design, after);
    const sentences = text === undefined ? [] : sentencesOf(text.decision);
    return said.flatMap((row) => {
      const { said: name, fate, why } = row;
      const sentence = isAbout(row) ? (findSentence(sentences, row.sentence)?.text ?? '') : '';
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
function lateRowsOf({ replies }: Design): Row[] {
  return replies.flatMap((reply) => {
    if (reply.bearing === null) return [];
    const { verdict, reason: why, sentence: named, since } = reply.bearing;
    const sentence = verdict === 'already_there' ? named : '';
    return [
      { name: nameOfReply(reply), fate: LATE_FATES[verdict], why, sentence, since, isLate: true },
    ];
  });
}

function voidIn(design: Design): (row: Row, said: SaidSentence) => boolean {
  const decision = decidedOf(design)?.decision;
  const isGone = (sentence: string) =>
    sentence !== '' && decision !== undefined && !standsIn(decision, sentence);
  return ({ since, sentence, fate }, said) => {
    if (isGone(sentence)) return true;
    return fate !== 'contradicted' && isAnswered(design, said, since);
  };
}

/** `true` if a change of a revision asked for between these versions names it. */
function isAnswered(
  design: Design,
  said: SaidSentence,
  since: number,
  until = Number.POSITIVE_INFINITY,
): boolean {
  return design.revisions.some(({ roundId, inForce }) => {
    const asked = findOpening(design, roundId);
    const names = namesOf(said);
    const isNamed = () =>
      inForce.some(({ answers }) => answers.some((name) => names.includes(name)));
    return asked > since && asked < until && isNamed();
  });
}

/** The sentence's own name, and that of its whole reply. */
function namesOf({ name, replyId }: Pick<SaidSentence, 'name' | 'replyId'>): string[] {
  return replyId === null ? [name] : [name, name.slice(0, name.lastIndexOf('.'))];
}

function findOpening({ rounds }: Pick<Design, 'rounds'>, roundId: RoundId): number {
  return findById(rounds, roundId)?.since ?? 0;
}
