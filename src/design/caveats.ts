/**
 * Everything that could make the reader of a decision wrong: a closed list, the gravest first, from
 * the events alone (J11). Each kind has one finder and one sentence.
 */

import { cut } from '#support/text.ts';
import { isGrave, newestAudit } from './audits.ts';
import { type Claim, claimsUnder } from './claims.ts';
import { CAVEAT_KINDS, type Caveat, type CaveatKind, type CheckedCitation } from './events.ts';
import { costOf, hasRound, isNearBudget, ranOutOfMoney } from './money.ts';
import { deathWords, isDead, participantOf, personasOf } from './participants.ts';
import { nameOfAuthor } from './people.ts';
import { isContested, wasArgued, whoArgues } from './refinement.ts';
import type { Design } from './state.ts';
import { newestDecision, replyNamed } from './status.ts';

/** The share of personas that must have judged the text: four of six. Our own choice. */
const ENOUGH = 2 / 3;
const TEXT_CHARACTERS = 12_000;
/** How many of the messages that came too late are quoted, and how much of each. */
const QUOTED = 2;
const QUOTED_CHARACTERS = 300;

/** From this kind on a caveat is told; those before it open a gate. */
const FIRST_TOLD = CAVEAT_KINDS.indexOf('dissent');

/** The sentences for people, one for each case. */
const FIND: Record<CaveatKind, (design: Design) => string[]> = {
  reply_not_in_text: repliesNotRead,
  reply_contradicted: (design) => repliesThat(design, 'contradicted', 'contradicts'),
  people_differ: questionsDifferedOn,
  finding_open: (design) =>
    (newestAudit(design)?.audit.findings ?? [])
      .filter(isGrave)
      .map(({ severity, part, wrong }) => `A ${severity} finding on ${part} is open: ${wrong}`),
  not_audited: (design) => {
    if (newestAudit(design) !== null) return [];
    return design.audits.length === 0
      ? ['Nobody audited it.']
      : ['It was written again after its audit, and nobody audited that text.'];
  },
  half_dissent: ({ signatures }) => {
    const { length } = signatures.filter(({ signature }) => signature.verdict === 'dissents');
    const isHalf = length > 0 && length * 2 >= signatures.length;
    return isHalf ? [`Dissent by ${length} of the ${signatures.length} who judged it.`] : [];
  },
  signature_missing: (design) => {
    const all = personasOf(design).length;
    const { length } = design.signatures;
    if (length >= all * ENOUGH) return [];
    return [
      length === 0 ? 'No persona judged it.' : `Only ${length} of ${all} personas judged it.`,
    ];
  },
  stopped_by_money: (design) => {
    if (!ranOutOfMoney(design) && !isCutShort(design)) return [];
    const spent = `$${costOf(design).usd.toFixed(2)} of $${design.settings.budgetUsd.toFixed(2)}`;
    return [`The money ran short (${spent}), so part of the discussion was left out.`];
  },
  difference_open: ({ differences }) =>
    (differences ?? [])
      .filter((each) => wasArgued(each) && isContested(each))
      .map(({ description }) => `The personas argued and did not agree: ${description}`),
  citation_absent: (design) =>
    citedAs(design, 'absent').map(({ participant, place, text }) => {
      const { title } = participantOf(design, participant);
      return `${title} quotes ${place}, and the words do not stand there. They were to show: ${text}`;
    }),
  low_confidence: findLowConfidence,
  dissent: (design) => signedWith(design, 'dissents', 'dissents'),
  reply_left_out: (design) => repliesThat(design, 'left_out', 'leaves out'),
  persona_missing: findMissing,
  citation_not_looked_up: (design) => {
    const { length } = citedAs(design, 'not_looked_up');
    if (length === 0) return [];
    return [
      length === 1
        ? 'A cited line was not looked up.'
        : `${length} cited lines were not looked up.`,
    ];
  },
  not_compared: findLeftOut,
  stand_in: (design) =>
    design.handovers.map(({ role, from, to }) => {
      const { title } = participantOf(design, to);
      return `${title} stood in for the ${role} (${deathWords(participantOf(design, from))}).`;
    }),
  reservation: (design) => signedWith(design, 'with_reservation', 'signs with a reservation'),
};

/** What can be wrong with a design that has no text. */
const WITHOUT_TEXT: readonly CaveatKind[] = ['stopped_by_money'];

/** The gravest first; once the outcome is settled, those on record. */
export function caveatsOf(design: Design): Caveat[] {
  if (design.settled !== null) return design.settled.caveats;
  const kinds = newestDecision(design) === null ? WITHOUT_TEXT : CAVEAT_KINDS;
  return kinds.flatMap((kind) =>
    FIND[kind](design).map((text) => ({ kind, text: cut(text, TEXT_CHARACTERS) })),
  );
}

export function opensGate(kind: CaveatKind): boolean {
  return CAVEAT_KINDS.indexOf(kind) < FIRST_TOLD;
}

/** Why a person should look at this decision before it carries full authority, each reason once (A6). */
export function shouldGate(design: Design): CaveatKind[] {
  if (newestDecision(design) === null) return [];
  return [
    ...new Set(
      caveatsOf(design)
        .map(({ kind }) => kind)
        .filter(opensGate),
    ),
  ];
}

/** By the newest audit, also of an earlier text: only an audit can say that it was mended (J8). */
function repliesThat(design: Design, fate: 'contradicted' | 'left_out', does: string): string[] {
  const judged = design.audits.at(-1)?.audit.replies ?? [];
  return judged
    .filter((each) => each.fate === fate)
    .map(({ reply, why }) => {
      const said = replyNamed(design, reply);
      return `The text ${does} ${said === null ? reply : nameOfAuthor(said)}: “${said?.text}” ${why}`;
    });
}

/**
 * Messages that came after the last prompt in which somebody judged them beside the text. They stand
 * in the record; an edit of a message that was read adds none.
 */
function repliesNotRead(design: Design): string[] {
  const decision = newestDecision(design);
  const audit = newestAudit(design);
  const round = design.rounds.find(({ id }) => id === audit?.roundId);
  const readUpTo = round?.repliesUpTo ?? decision?.repliesUpTo ?? 0;
  const unread = design.replies.filter(({ number }) => number > readUpTo);
  // If a message was edited, its newest text counts.
  const messages = [...new Map(unread.map((each) => [each.messageId, each])).values()];
  const { length } = messages;
  if (length === 0) return [];
  const authors = new Intl.ListFormat('en-GB').format(new Set(messages.map(nameOfAuthor)));
  const quotes = messages.slice(0, QUOTED).map(({ text }) => `“${cut(text, QUOTED_CHARACTERS)}”`);
  const count = length === 1 ? 'A message' : `${length} messages`;
  return [
    `${count} from ${authors} came after this text was read${length > QUOTED ? ', first' : ':'} ${quotes.join(' and ')}`,
  ];
}

function questionsDifferedOn(design: Design): string[] {
  return design.questions
    .filter(({ status }) => status === 'differing')
    .map(({ text, answers }) => {
      const said = answers.map((number) => {
        const reply = replyNamed(design, `R${number}`);
        return reply === null ? '' : `${nameOfAuthor(reply)}: “${reply.text}”`;
      });
      return `People differ on “${text}” ${said.join(' ')}`;
    });
}

/** Something was skipped that only money makes us skip. */
function isCutShort(design: Design): boolean {
  const { settings, proposals } = design;
  if (!isNearBudget(design) || !hasRound(design, 'draft')) return false;
  return (
    (settings.questions === 'ask' && !hasRound(design, 'questions')) ||
    (proposals.length > 1 && !hasRound(design, 'mapping')) ||
    (!hasRound(design, 'argument') && whoArgues(design).length > 0)
  );
}

function citedAs(design: Design, status: CheckedCitation['status']): Claim[] {
  return claimsUnder(design).filter(({ citation }) => citation?.status === status);
}

function findLowConfidence(design: Design): string[] {
  const texts = design.decisions.slice(-1);
  const given = [
    ...texts.map(({ participant, decision }) => ({ participant, ...decision })),
    ...design.signatures.map(({ participant, signature }) => ({ participant, ...signature })),
  ];
  const low = given.filter(({ confidence }) => confidence < design.settings.gateBelow);
  const [first] = low;
  if (first === undefined) return [];
  const percents = low.map(({ confidence }) => Math.round(confidence * 100));
  const [least, most] = [Math.min(...percents), Math.max(...percents)];
  const who =
    low.length === 1
      ? `${participantOf(design, first.participant).title} is`
      : `${low.length} of the ${given.length} who judged it are`;
  return [`${who} only ${least === most ? least : `${least} to ${most}`} % sure.`];
}

function signedWith(design: Design, verdict: string, did: string): string[] {
  return design.signatures
    .filter(({ signature }) => signature.verdict === verdict)
    .map(({ participant, signature }) => {
      return `${participantOf(design, participant).title} ${did}: ${signature.words}`;
    });
}

/** Steps that the design went on without (C6). */
function findLeftOut(design: Design): string[] {
  const { frame, proposals, differences } = design;
  const owed = hasRound(design, 'argument') ? (differences ?? []) : [];
  const unargued = owed.filter(
    (each) => each.impact === 'high' && isContested(each) && !wasArgued(each),
  );
  return [
    ...(frame === null ? ['Nobody restated the question.'] : []),
    ...(proposals.length > 1 && differences === null ? ['Nobody compared the proposals.'] : []),
    ...unargued.map(({ description }) => `Nobody argued on: ${description}`),
  ];
}

/** A persona without a proposal, or without a word on a text that others judged. */
function findMissing(design: Design): string[] {
  const { signatures, proposals, rounds } = design;
  const isIn = (all: readonly { participant: string }[], id: string) =>
    all.some(({ participant }) => participant === id);
  return personasOf(design)
    .filter(({ id }) => {
      const isSilent = signatures.length > 0 && !isIn(signatures, id);
      return isSilent || !isIn(proposals, id);
    })
    .map((persona) => {
      const excuses = rounds.flatMap(({ excused }) => excused);
      const last = excuses.findLast(({ participant }) => participant === persona.id)?.detail ?? '';
      const why = isDead(persona) ? deathWords(persona) : last.replace(/\.$/, '');
      return `${persona.title} is missing${why === '' ? '' : `: ${why}`}.`;
    });
}
