import type { Design } from '../../../core/design.ts';
import type { Post } from '../../../core/effects.ts';
import { cardOf } from '../../../core/thread/card.ts';
import { gateOf } from '../../../core/thread/controls.ts';
import { differenceOf } from '../../../core/thread/difference.ts';
import { proposalsOf, sealsOf } from '../../../core/thread/proposals.ts';
import { ledgerOf } from '../../../core/thread/questions.ts';
import { resultOf } from '../../../core/thread/result.ts';
import { drawCard } from './card.ts';
import { drawDifference } from './difference.ts';
import type { Drawing, DrawnFile } from './drawing.ts';
import { drawLedger } from './ledger.ts';
import { drawProposals, drawSeals } from './proposals.ts';
import { drawGate, drawResult } from './result.ts';
import { oneLine } from './safe.ts';

/** What is a message of blocks; files are a message of their own. */
export type DrawnPost = Exclude<Post, { readonly kind: 'files' }>;

/** A post as Slack is to show it while the design is as it is now. */
export function draw(post: DrawnPost, design: Design): Drawing {
  switch (post.kind) {
    case 'card':
      return drawCard(cardOf(design));
    case 'questions':
      return drawLedger(ledgerOf(design));
    case 'seals':
      return drawSeals(sealsOf(design));
    case 'proposals':
      return drawProposals(proposalsOf(design), design.rehearsal);
    case 'divergence':
      return drawDifference(differenceOf(design, post.divergenceId));
    case 'gate':
      return drawGate(gateOf(design, post.gateId), resultOf(design));
    case 'outcome':
      return drawResult(resultOf(design));
  }
}

export interface TitledFile extends DrawnFile {
  /** What stands over it in the thread. */
  readonly title: string;
}

/** The files that belong under a message, as it is drawn now: a proposal goes by its author's title. */
export function filesOf({ of }: Extract<Post, { readonly kind: 'files' }>, design: Design): TitledFile[] {
  if (of === 'outcome')
    return draw({ kind: of }, design).files.map((file) => ({ ...file, title: file.name }));
  return proposalsOf(design).map(({ title, file }) => ({ ...file, title: oneLine(title) }));
}
