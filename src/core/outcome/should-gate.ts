import type { Caveat, CaveatKind, CaveatOf } from '../vocabulary/caveat.ts';
import type { Design, Gate } from '../vocabulary/design.ts';
import { caveatsIn } from './caveats/all.ts';

/** The share of personas that must finish: two of three, four of six. Our own choice, not from literature. */
const LEAST_PARTICIPATION = 2 / 3;

/** Whether a caveat takes away full authority until a person has looked. */
const OPENS_GATE: { [Kind in CaveatKind]: (caveat: CaveatOf<Kind>) => boolean } = {
  unread_words: () => true,
  contradicts_person: () => true,
  people_differ: ({ contradicted }) => contradicted.length > 0,
  not_reflected: ({ why }) => why === 'late',
  question_not_answered: () => true,
  finding_open: ({ severity }) => severity === 'blocking',
  // At low depth nothing is argued, and people decide afterwards.
  difference_open: ({ isArgued }) => isArgued,
  dissent: ({ dissents, of }) => dissents.length * 2 >= of,
  citation_failed: () => true,
  not_audited: () => true,
  step_missing: () => false,
  read_in_part: () => false,
  persona_missing: ({ toTheEnd, of }) => toTheEnd < of * LEAST_PARTICIPATION,
  not_signed: ({ why }) => why !== 'reservation',
  fact_not_used: () => false,
  other_language: () => false,
  cut_short: ({ why }) => why === 'money',
};

export function opensGate<Kind extends CaveatKind>(caveat: CaveatOf<Kind>): boolean {
  return OPENS_GATE[caveat.kind](caveat);
}

/** Why a person should look at this decision before it carries full authority; empty if nothing speaks against it. */
export function shouldGate(design: Design): CaveatKind[] {
  return reasonsIn(caveatsIn(design));
}

/** Kinds of the caveats that need a person, each once. */
export function reasonsIn(caveats: readonly Caveat[]): CaveatKind[] {
  return [...new Set(caveats.filter((each) => opensGate(each)).map(({ kind }) => kind))];
}

/** Why a gate was opened. */
export function gateReasonsOf({ about, caveats }: Pick<Gate, 'about' | 'caveats'>): string[] {
  switch (about) {
    case 'decision':
      return reasonsIn(caveats);
    case 'round':
      return ['nothing_contributed'];
    case 'thread':
      return ['thread_unreachable'];
  }
}
