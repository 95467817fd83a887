import type { Design } from '../../core/design.ts';
import { counted } from '../../core/figures.ts';
import { named } from '../../runtime/message/texts.ts';
import { RETRY_WORDS } from './texts.ts';

/** Why a design can be run again or not, and what of it is carried over. `obstacle`: what there is against it, if anything is. */
export function retryWords(
  design: Pick<Design, 'replies' | 'proposals'>,
  reason: string,
  obstacle: string,
): string {
  if (reason === 'retry') return `It can be run again; ${carriedWords(design)}.`;
  if (reason === 'disabled_by_policy') return `It cannot be run again: ${obstacle}.`;
  const words: Readonly<Record<string, string>> = RETRY_WORDS;
  return words[reason] ?? reason;
}

function carriedWords({ replies, proposals }: Pick<Design, 'replies' | 'proposals'>): string {
  const carried = [
    ...(replies.length === 0 ? [] : ['what people said']),
    ...(proposals.length === 0 ? [] : [counted(proposals.length, 'proposal')]),
  ];
  if (carried.length === 0) return 'there are no answers or proposals to carry over';
  const isOne = carried.length === 1 && proposals.length <= 1;
  return `${named(carried)} ${isOne ? 'is' : 'are'} carried over`;
}
