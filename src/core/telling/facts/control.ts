import { type Comparison, comparisonOf } from '../../outcome/control.ts';
import type { Side } from '../../vocabulary/control.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { counted, money } from '../../vocabulary/figures.ts';
import { given, type Line, line, prose, reference, WHOLE } from '../document.ts';

/** The file of the answer that one model has given alone. */
export const CONTROL_FILE = 'control.md';
/** Characters of a SHA-256: enough for people to compare. */
const HASH_CHARACTERS = 8;

/** `One model alone has answered as well; its answer is sealed: sha256 1f3a…`, as it happens and on the card. */
export function sealedControlWords({ sha256 }: Pick<EventOf<'control_sealed'>, 'sha256'>): string {
  return `For comparison, one model alone has answered as well. Its answer is sealed until the end, and no persona sees it: sha256 ${sha256.slice(0, HASH_CHARACTERS)}…`;
}

const COMPARED: Record<Comparison, string> = {
  council: 'Read blind in both orders, the decision was preferred to it each time',
  control: 'Read blind in both orders, it was preferred to the decision each time',
  neither: 'Read blind in both orders, neither was preferred to the other',
  split: 'Read blind in both orders, the order decided which of the two was preferred',
};

/** Tells what the comparison came to and who has read; why there is none, where there is none. */
export function comparedWords(design: Design): string {
  const { sealed, compared, failed } = design.control;
  const result = comparisonOf(design);
  if (compared !== null && result !== null) {
    const who = compared.isOutside
      ? `${compared.judge}, of a family that took no part`
      : `${compared.judge}, which is of a family that took part`;
    return `${COMPARED[result]}, by ${who}.`;
  }
  if (failed !== null) return failedControlWords(failed);
  return sealed === null ? 'There is no answer to compare with.' : 'There is no decision to compare it with.';
}

export function failedControlWords({
  during,
  detail,
}: Pick<EventOf<'control_failed'>, 'during' | 'detail'>): string {
  const what =
    during === 'answering'
      ? 'One model alone gave no answer to compare with'
      : 'The comparison did not come about';
  return `${what}: ${detail}`;
}

/** The whole of it in one line of the record, its cost apart from that of the design. */
export function controlLine(design: Design): Line {
  const { sealed } = design.control;
  if (sealed === null) return line`${given(comparedWords(design), WHOLE)}`;
  const { model, drafts } = sealed;
  const from = drafts === 1 ? 'one draft' : `${counted(drafts, 'draft')} and its own choice`;
  return line`${given(model, WHOLE)} alone, with ${from}, came to ${reference(CONTROL_FILE, 'another answer')} for ${costWords(design)}, which is no part of the cost above. ${given(comparedWords(design), WHOLE)}`;
}

/** What answering and comparing have cost together. */
function costWords({ control: { sealed, compared, failed } }: Design): string {
  const costs = [sealed, compared, failed].flatMap((each) => (each === null ? [] : [each.costUsd]));
  const known = costs.filter((usd) => usd !== null);
  return known.length < costs.length
    ? 'a price that is not known'
    : money(known.reduce((sum, usd) => sum + usd, 0));
}

const SIDE_WORDS: Record<Side, string> = {
  council: 'the decision',
  control: 'the answer of one model alone',
};

/** One blind reading: which stood first, which was preferred, why. */
export function readingLine({
  first,
  better,
  reason,
}: EventOf<'control_compared'>['readings'][number]): Line {
  const preferred = better === 'neither' ? 'prefers neither' : `prefers ${SIDE_WORDS[better]}`;
  return line`With ${SIDE_WORDS[first]} first, it ${preferred}: ${prose(reason, WHOLE)}`;
}
