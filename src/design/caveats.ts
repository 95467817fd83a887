/**
 * Everything that could make the reader of a decision wrong: a closed list, the gravest first, from
 * the events alone (J11). Each kind has one finder, one sentence, and says whether it opens a gate.
 */

import { cut } from '#support/text.ts';
import { isGrave, newestAudit } from './audits.ts';
import { claimsUnder } from './claims.ts';
import { CAVEAT_KINDS, type Caveat, type CaveatKind } from './events.ts';
import { costOf, hasRound, isNearBudget, ranOutOfMoney } from './money.ts';
import { describeDeath, isDead, participantOf, personasOf } from './participants.ts';
import { isContested, wasArgued } from './refinement.ts';
import type { Design, Participant } from './state.ts';
import { newestDecision, replyNamed } from './status.ts';

/** The share of personas that must have judged the text: four of six. Our own choice. */
const ENOUGH_SIGNATURES = 2 / 3;
const TEXT_CHARACTERS = 12_000;

interface Rule {
  readonly opensGate: boolean;
  /** The sentence for people, once for each case. */
  readonly find: (design: Design) => string[];
}

const RULES: Record<CaveatKind, Rule> = {
  reply_contradicted: { opensGate: true, find: (design) => repliesBy(design, 'contradicted') },
  reply_not_in_text: { opensGate: true, find: repliesNotRead },
  people_differ: { opensGate: true, find: questionsDifferedOn },
  finding_open: {
    opensGate: true,
    find: (design) =>
      (newestAudit(design)?.audit.findings ?? [])
        .filter(isGrave)
        .map(({ severity, part, wrong }) => `A ${severity} finding is open, on ${part}: ${wrong}`),
  },
  not_audited: { opensGate: true, find: findNotAudited },
  half_dissent: {
    opensGate: true,
    find: ({ signatures }) => {
      const dissents = signatures.filter(({ signature }) => signature.verdict === 'dissents');
      return dissents.length > 0 && dissents.length * 2 >= signatures.length
        ? [`${dissents.length} of ${signatures.length} who judged it dissent.`]
        : [];
    },
  },
  signature_missing: {
    opensGate: true,
    find: (design) => {
      const all = personasOf(design).length;
      const judged = design.signatures.length;
      return judged < all * ENOUGH_SIGNATURES
        ? [`Only ${judged} of ${all} personas have judged it.`]
        : [];
    },
  },
  stopped_by_money: {
    opensGate: true,
    find: (design) => {
      if (!ranOutOfMoney(design) && !wasCutShort(design)) return [];
      const spent = `$${costOf(design).usd.toFixed(2)} of $${design.settings.budgetUsd.toFixed(2)}`;
      return [`The money ran short (${spent}), so not every step was taken.`];
    },
  },
  difference_open: {
    opensGate: true,
    find: ({ differences }) =>
      (differences ?? [])
        .filter((each) => wasArgued(each) && isContested(each))
        .map(({ description }) => `They argued and did not agree: ${description}`),
  },
  citation_absent: {
    opensGate: true,
    find: (design) =>
      claimsUnder(design)
        .filter(({ citation }) => citation?.status === 'absent')
        .map(({ participant, place, text }) => {
          const { title } = participantOf(design, participant);
          return `The words that ${title} cites do not stand at ${place}: ${text}`;
        }),
  },
  low_confidence: { opensGate: true, find: findLowConfidence },
  dissent: {
    opensGate: false,
    find: (design) => signedWith(design, 'dissents', 'dissents'),
  },
  reply_left_out: { opensGate: false, find: (design) => repliesBy(design, 'left_out') },
  persona_missing: { opensGate: false, find: findMissing },
  citation_not_looked_up: {
    opensGate: false,
    find: (design) => {
      const count = claimsUnder(design).filter(
        ({ citation }) => citation?.status === 'not_looked_up',
      ).length;
      if (count === 0) return [];
      return [
        count === 1
          ? 'A cited line was not looked up.'
          : `${count} cited lines were not looked up.`,
      ];
    },
  },
  not_compared: {
    opensGate: false,
    find: ({ proposals, differences }) =>
      proposals.length > 1 && differences === null ? ['Nobody compared the proposals.'] : [],
  },
  stand_in: {
    opensGate: false,
    find: (design) =>
      design.handovers.map(({ role, from, to }) => {
        const { title } = participantOf(design, to);
        return `${title} stood in for the ${role}. ${describeDeath(participantOf(design, from))}.`;
      }),
  },
  reservation: {
    opensGate: false,
    find: (design) => signedWith(design, 'with_reservation', 'signs with a reservation'),
  },
};

/** What can be wrong with a design that has no text. */
const WITHOUT_TEXT: readonly CaveatKind[] = ['stopped_by_money'];

/** The gravest first; once the outcome is settled, those on record. */
export function caveatsOf(design: Design): Caveat[] {
  if (design.settled !== null) return design.settled.caveats;
  const kinds = newestDecision(design) === null ? WITHOUT_TEXT : CAVEAT_KINDS;
  return kinds.flatMap((kind) =>
    RULES[kind].find(design).map((text) => ({ kind, text: cut(text, TEXT_CHARACTERS) })),
  );
}

export function opensGate(kind: CaveatKind): boolean {
  return RULES[kind].opensGate;
}

/** Their kinds that need a person, each once. */
export function gateReasonsOf(caveats: readonly Caveat[]): CaveatKind[] {
  return [...new Set(caveats.map(({ kind }) => kind).filter(opensGate))];
}

/** Why a person should look at this decision before it carries full authority (A6). */
export function shouldGate(design: Design): CaveatKind[] {
  return newestDecision(design) === null ? [] : gateReasonsOf(caveatsOf(design));
}

/** By the newest audit, also of an earlier text: only an audit can say that it was mended (J8). */
function repliesBy(design: Design, fate: 'contradicted' | 'left_out'): string[] {
  const judged = design.audits.at(-1)?.audit.replies ?? [];
  return judged
    .filter((each) => each.fate === fate)
    .map(({ reply, why }) => {
      const { author, text } = replyNamed(design, reply) ?? { author: reply, text: '' };
      const did = fate === 'contradicted' ? 'is contradicted' : 'is left out';
      return `What ${author} said ${did}: “${text}” ${why}`;
    });
}

/** Replies that came after the last prompt in which somebody judged them beside the text. */
function repliesNotRead(design: Design): string[] {
  const decision = newestDecision(design);
  const audit = newestAudit(design);
  const round = design.rounds.find(({ id }) => id === audit?.roundId);
  const readUpTo = round?.repliesUpTo ?? decision?.repliesUpTo ?? 0;
  return design.replies
    .filter(({ number }) => number > readUpTo)
    .map(({ author, text }) => `What ${author} said is not in it: “${text}”`);
}

function questionsDifferedOn(design: Design): string[] {
  return design.questions
    .filter(({ status }) => status === 'differing')
    .map(({ text, answers }) => {
      const said = answers.map((number) => {
        const reply = replyNamed(design, `R${number}`);
        return `${reply?.author}: “${reply?.text}”`;
      });
      return `People differ on “${text}” ${said.join(' ')}`;
    });
}

function findNotAudited(design: Design): string[] {
  if (newestAudit(design) !== null) return [];
  return design.audits.length === 0
    ? ['Nobody audited it.']
    : ['It was written again after its audit, and nobody has audited that text.'];
}

/** Something was skipped that only money makes us skip. */
function wasCutShort(design: Design): boolean {
  if (!isNearBudget(design) || !hasRound(design, 'proposals')) return false;
  const skippedQuestions = design.settings.questions === 'ask' && !hasRound(design, 'questions');
  const skippedMap = design.proposals.length > 1 && !hasRound(design, 'mapping');
  return skippedQuestions || skippedMap || skippedArgument(design);
}

function skippedArgument(design: Design): boolean {
  const { depth, differences } = design;
  if (depth === 'quick' || hasRound(design, 'argument') || !hasRound(design, 'draft')) return false;
  return (differences ?? []).some((each) => each.impact === 'high' && isContested(each));
}

function findLowConfidence(design: Design): string[] {
  const { settings, signatures } = design;
  const decision = newestDecision(design);
  const given = [
    ...(decision === null ? [] : [{ ...decision, confidence: decision.decision.confidence }]),
    ...signatures.map((each) => ({ ...each, confidence: each.signature.confidence })),
  ];
  return given
    .filter(({ confidence }) => confidence < settings.gateBelow)
    .map(({ participant, confidence }) => {
      const { title } = participantOf(design, participant);
      return `${title} is ${Math.round(confidence * 100)} % sure of it.`;
    });
}

function signedWith(design: Design, verdict: string, did: string): string[] {
  return design.signatures
    .filter(({ signature }) => signature.verdict === verdict)
    .map(({ participant, signature }) => {
      return `${participantOf(design, participant).title} ${did}: ${signature.words}`;
    });
}

/** A persona that has not judged the text; or wrote no proposal. */
function findMissing(design: Design): string[] {
  return personasOf(design).flatMap((persona) => {
    if (isDead(persona)) return [`${persona.title} is missing. ${describeDeath(persona)}.`];
    const hasJudged = design.signatures.some(({ participant }) => participant === persona.id);
    const hasProposed = design.proposals.some(({ participant }) => participant === persona.id);
    if (hasJudged && hasProposed) return [];
    const what = hasProposed ? 'did not judge it' : 'wrote no proposal';
    return [`${persona.title} ${what}. ${lastExcuse(design, persona)}`.trim()];
  });
}

function lastExcuse({ rounds }: Design, { id }: Participant): string {
  const excuses = rounds.flatMap(({ excused }) => excused);
  return excuses.findLast(({ participant }) => participant === id)?.detail ?? '';
}
