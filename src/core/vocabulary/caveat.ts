import * as z from 'zod';
import { Dropped, FACILITATOR_ROLES, recordedName, textUpTo } from './event-parts.ts';
import { DivergenceId, ParticipantId, QuestionId } from './ids.ts';
import { CrashCause } from './session.ts';
import { ROUND_KINDS } from './sets.ts';

/** Longest text in a caveat. Longer words of people are cut. */
export const CAVEAT_CHARACTERS = 600;

/** Most sentences of a person in one caveat, the newest; no thread of people reaches it. */
export const MOST_SAID = 100;

const words = textUpTo(CAVEAT_CHARACTERS);
const said = z.array(words).max(MOST_SAID);
const count = z.number().int().nonnegative();
const titled = { id: ParticipantId, title: textUpTo(60) };
const Titled = z.strictObject(titled);
export type Titled = z.infer<typeof Titled>;

/**
 * What a decision does with the answer of one who differs from others; `not_looked_at`: nobody has
 * judged it.
 */
export const WORD_FATES = ['taken', 'not_taken', 'not_looked_at'] as const;
export type WordFate = (typeof WORD_FATES)[number];

const caveat = <Kind extends string, Facts extends z.ZodRawShape>(kind: Kind, facts: Facts) =>
  z.strictObject({ kind: z.literal(kind), ...facts });

/**
 * One thing that could make the reader of a decision wrong, as facts: the closed set of kinds,
 * gravest first, in the order of headlines and lists. `src/presentation/judged/caveats.ts` words
 * them.
 */
export const Caveat = z.discriminatedUnion('kind', [
  /** `words`: the person's unread messages, oldest first. */
  caveat('unread_words', { by: recordedName, words: said }),
  /**
   * `words`: whole sentences as the person wrote them, in a reply or the question itself, or the
   * position or answer that the person settled on. `about`: the difference or question that was
   * settled; else empty.
   */
  caveat('contradicts_person', {
    by: recordedName,
    source: z.enum(['reply', 'topic', 'settlement']),
    words,
    about: words,
  }),
  /**
   * `answers`: the newest of each of them, none of whom has given way, and what the text does with
   * it.
   */
  caveat('people_differ', {
    question: QuestionId,
    answers: z.array(z.strictObject({ by: recordedName, words, fate: z.enum(WORD_FATES) })),
  }),
  /**
   * What a person said and the decision does not say. `late`: it bears on the decision, and no
   * change answers it. `not_judged`: the audit did not read `count` sentences of this person.
   * `changes_nothing`: `count` messages that were read so after the draft.
   */
  caveat('not_reflected', {
    why: z.enum(['not_used', 'late', 'changes_nothing', 'not_judged']),
    by: recordedName,
    words: said,
    count,
  }),
  caveat('question_not_answered', { reason: words }),
  /** `unasked`: the auditor has not looked at a change for it. */
  caveat('finding_open', {
    id: textUpTo(5),
    text: words,
    severity: z.enum(['blocking', 'major']),
    left: z.enum(['open', 'unconfirmed', 'unasked']),
  }),
  /** Of high impact. */
  caveat('difference_open', { id: DivergenceId, description: words, isArgued: z.boolean() }),
  /** `of`: how many signed or dissented. */
  caveat('dissent', { dissents: z.array(z.strictObject({ ...titled, reason: words })), of: count }),
  /** `changed`: it stood there, and is gone from a newer commit of the repository. */
  caveat('citation_failed', {
    claim: textUpTo(8),
    text: words,
    place: words,
    why: z.enum(['failed', 'changed']),
  }),
  /** Questions were asked, and people left all of them to assumptions. */
  caveat('nobody_answered', {}),
  /**
   * `real_audit`: the audit tried nothing, could tell of nothing, or each of its rows says the
   * same.
   */
  caveat('not_audited', { missing: z.enum(['comparison', 'audit', 'real_audit']) }),
  /** A round without a contribution after so many attempts; or personas that stood in as `role`. */
  caveat('step_missing', {
    step: z.enum(ROUND_KINDS).nullable(),
    attempts: count,
    role: z.enum(FACILITATOR_ROLES).nullable(),
    by: z.array(Titled),
  }),
  /** Participants whose model may have read only a part of its request. */
  caveat('read_in_part', { by: z.array(Titled) }),
  /**
   * Personas that neither signed nor dissented, or missed rounds. `causes`: of a death, earliest
   * first; else empty.
   */
  caveat('persona_missing', {
    missing: z.array(
      z.strictObject({
        ...titled,
        hasFinished: z.boolean(),
        causes: z.array(CrashCause.pick({ kind: true, detail: true })),
        rounds: z.array(z.enum(ROUND_KINDS)),
      }),
    ),
    toTheEnd: count,
    of: count,
  }),
  /**
   * `reservation`: of the one signer in `by`. `unsure`: who judged the text below the gate's
   * confidence; empty for everybody. `of`: how many signed or dissented.
   */
  caveat('not_signed', {
    why: z.enum(['nobody', 'reservation', 'unsure']),
    by: z.array(Titled),
    reservation: words,
    of: count,
  }),
  /** A fact that the map calls decisive, and that the decision does not use. */
  caveat('fact_not_used', { claim: textUpTo(8), title: textUpTo(60), text: words }),
  /**
   * The decision itself, a reason for it, a claim that it rests on, or another sentence. `refuted`:
   * the audit found so; `unsupported`: it names nothing that exists, or a person or words that what
   * it names does not have.
   */
  caveat('not_carried', {
    about: z.enum(['decision', 'reason', 'claim', 'sentence']),
    why: z.enum(['refuted', 'unsupported']),
    words,
  }),
  /**
   * A change of this part after the audit. `harms`: it does harm or says what nobody asked for, and
   * was not taken out.
   */
  caveat('change_not_confirmed', {
    part: textUpTo(60),
    words,
    why: z.enum(['harms', 'does_not', 'not_looked_at']),
  }),
  /** `language`: the question's, from its frame. */
  caveat('other_language', { language: textUpTo(40) }),
  /**
   * `by`: the person who stopped it; else empty. `dropped`: skipped rounds. `isUsedUp`: no money is
   * left.
   */
  caveat('cut_short', {
    why: z.enum(['time', 'money', 'person']),
    by: recordedName,
    dropped: z.array(Dropped),
    isUsedUp: z.boolean(),
  }),
]);
export type Caveat = z.infer<typeof Caveat>;
export type CaveatKind = Caveat['kind'];
/** A caveat of a kind, so that a table of functions over the kinds can be called with any. */
export type CaveatOf<Kind extends CaveatKind> = {
  [Each in Kind]: Extract<Caveat, { kind: Each }> & { readonly kind: Each };
}[Kind];

export const CAVEATS = Caveat.options.map(({ shape }) => shape.kind.value);

/** The most that a record keeps. */
const MAX_CAVEATS = 200;
export const Caveats = z.array(Caveat).max(MAX_CAVEATS);

/** Gravest first, each within the record's bounds. */
export function orderCaveats(caveats: readonly Caveat[]): Caveat[] {
  const byKind = CAVEATS.flatMap((kind) => caveats.filter((each) => each.kind === kind));
  return [...byKind.filter((each) => !isLeast(each)), ...byKind.filter(isLeast)].slice(
    0,
    MAX_CAVEATS,
  );
}

/**
 * Messages that were read as changing nothing, thanks for most of them: below everything else,
 * whatever its kind.
 */
export function isLeast(caveat: Caveat): boolean {
  return caveat.kind === 'not_reflected' && caveat.why === 'changes_nothing';
}

/**
 * A caveat as the lines of a list: each tells of one person, persona, sentence, round or disputed
 * question.
 */
export function caveatLinesOf(caveat: Caveat): readonly Caveat[] {
  switch (caveat.kind) {
    case 'unread_words':
      return caveat.words.map((each) => ({ ...caveat, words: [each] }));
    case 'not_reflected':
      // Of a long thread that is beyond the audit's room, each person has one line.
      if (caveat.why === 'not_judged') return [caveat];
      return caveat.words.length < 2
        ? [caveat]
        : caveat.words.map((each) => ({ ...caveat, words: [each] }));
    case 'dissent':
      return caveat.dissents.map((each) => ({ ...caveat, dissents: [each] }));
    case 'persona_missing':
      return caveat.missing.map((each) => ({ ...caveat, missing: [each] }));
    case 'step_missing':
    case 'read_in_part':
    case 'not_signed':
      return caveat.by.length < 2 ? [caveat] : caveat.by.map((each) => ({ ...caveat, by: [each] }));
    case 'cut_short':
      return caveat.dropped.length < 2 || caveat.isUsedUp
        ? [caveat]
        : caveat.dropped.map((each) => ({ ...caveat, dropped: [each] }));
    default:
      return [caveat];
  }
}

/** Kinds that stand at a gate with the choices that settle them, apart from the list. */
export const SETTLED_AT_GATE: readonly CaveatKind[] = ['people_differ', 'difference_open'];

/**
 * Most lines that stand in the message of a gate or a result; more go on in a message of their own.
 */
export const MOST_LINES = 10;

/** How many caveats a headline counts: as many as its list has lines. */
export function countLines(caveats: readonly Caveat[]): number {
  return caveats.flatMap(caveatLinesOf).length;
}
