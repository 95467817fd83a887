import { isSentBackInVain } from '../decision/sent-back.ts';
import type { Caveat, CaveatKind, CaveatOf } from '../vocabulary/caveat.ts';
import type { Design, Gate } from '../vocabulary/design.ts';
import { findCaveats } from './caveats/all.ts';

/**
 * The share of personas that must finish: two of three, four of six. Our own choice, not from
 * literature.
 */
const LEAST_PARTICIPATION = 2 / 3;

/** Whether a caveat takes away full authority until a person has looked. */
const OPENS_GATE: { [Kind in CaveatKind]: (caveat: CaveatOf<Kind>) => boolean } = {
  unread_words: () => true,
  contradicts_person: () => true,
  people_differ: () => true,
  not_reflected: ({ why }) => why === 'late',
  question_not_answered: () => true,
  // One that nobody acted on is told; one that was changed for without a yes changed what was
  // audited.
  finding_open: ({ severity, left }) => severity === 'blocking' || left !== 'open',
  // At low depth nothing is argued, and people decide afterwards.
  difference_open: ({ isArgued }) => isArgued,
  dissent: ({ dissents, of }) => dissents.length * 2 >= of,
  citation_failed: () => true,
  nobody_answered: () => false,
  not_audited: () => true,
  step_missing: () => false,
  read_in_part: () => false,
  persona_missing: ({ toTheEnd, of }) => toTheEnd < of * LEAST_PARTICIPATION,
  not_signed: ({ why }) => why !== 'reservation',
  fact_not_used: () => false,
  not_carried: ({ about }) => about === 'decision',
  change_not_confirmed: () => true,
  other_language: () => false,
  cut_short: ({ why }) => why === 'money',
};

export function opensGate<Kind extends CaveatKind>(caveat: CaveatOf<Kind>): boolean {
  return OPENS_GATE[caveat.kind](caveat);
}

type GateReason = CaveatKind | 'sent_back_unchanged';

/**
 * Why a person should look at this decision before it carries full authority; empty if nothing
 * speaks against it.
 */
export function shouldGate(design: Design): GateReason[] {
  return withVain(findCaveats(design), isSentBackInVain(design));
}

/** Kinds of the caveats that need a person, each once. */
export function gateReasonsIn(caveats: readonly Caveat[]): CaveatKind[] {
  return [...new Set(caveats.filter((each) => opensGate(each)).map(({ kind }) => kind))];
}

function withVain(caveats: readonly Caveat[], isInVain: boolean): GateReason[] {
  return isInVain ? [...gateReasonsIn(caveats), 'sent_back_unchanged'] : gateReasonsIn(caveats);
}

/** Why a gate was opened. */
export function gateReasonsOf(design: Design, { about, caveats, since }: Gate): string[] {
  switch (about) {
    case 'decision':
      return withVain(caveats, isSentBackInVain(design, since));
    case 'round':
      return ['nothing_contributed'];
    case 'thread':
      return ['thread_unreachable'];
  }
}
