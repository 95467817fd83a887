import { counted } from '../../core/figures.ts';
import { obstacleWords } from '../../runtime/engine/retrying.ts';
import { named } from '../../runtime/message/texts.ts';
import type { ShownDesign } from './shown-design.ts';
import { RETRY_WORDS } from './texts.ts';

type Ended = Pick<ShownDesign, 'status' | 'endedAt' | 'rehearsal' | 'replies' | 'seals' | 'outcome'>;

/** Why a design can be run again or not, and what of it is carried over. `isRehearsing`: whether another run would be a rehearsal. */
export function retryWords(design: Ended, reason: string, isRehearsing: boolean): string {
  if (reason === 'retry') return `It can be run again; ${carriedWords(design)}.`;
  if (reason === 'disabled_by_policy') return `It cannot be run again: ${obstacle(design, isRehearsing)}.`;
  const words: Readonly<Record<string, string>> = RETRY_WORDS;
  return words[reason] ?? reason;
}

function carriedWords({ replies, seals }: Ended): string {
  const carried = [
    ...(replies.length === 0 ? [] : ['what people said']),
    ...(seals.length === 0 ? [] : [counted(seals.length, 'proposal')]),
  ];
  if (carried.length === 0) return 'there are no answers or proposals to carry over';
  const isOne = carried.length === 1 && seals.length <= 1;
  return `${named(carried)} ${isOne ? 'is' : 'are'} carried over`;
}

/** As outsiders see it. */
function obstacle({ status, endedAt, rehearsal, outcome }: Ended, isRehearsing: boolean): string {
  const isUnsure = outcome?.reasons.includes('low_confidence') ?? false;
  const metEveryCheck = status === 'completed' && !isUnsure;
  return obstacleWords({ hasEnded: endedAt !== null, metEveryCheck, rehearsal }, isRehearsing);
}
