import type { Design } from '../../core/vocabulary/design.ts';
import type { Post, WordsPost } from '../../core/vocabulary/effects.ts';
import { present } from '../../core/vocabulary/present.ts';
import { type Document, documentOfWords, unfold } from '../format/document.ts';
import { moreCaveatsIn } from '../judged/caveats.ts';
import type { DesignView } from '../schema/view.ts';
import { differencesIn } from '../talk/differences.ts';
import { proposalsIn } from '../talk/proposals.ts';
import { differIn, ledgerIn } from '../talk/questions.ts';
import { answerIn } from './answer.ts';
import { cardIn } from './card.ts';
import { gateIn, reminderIn } from './gate.ts';
import { resultIn } from './result.ts';
import { readWith } from './unreachable.ts';

export type PostView = WordsPost | InsteadPost;

/** Takes the place of a post that the platform refuses for good. It never changes. */
export interface InsteadPost {
  readonly kind: 'instead';
  readonly words: Document;
}

export function insteadOf(post: Post, { id }: Design, reason: string): InsteadPost {
  const what = post.kind === 'list' ? `The list of ${post.of}` : LEFT_OUT[post.kind];
  const words = `${what} cannot be shown here. ${reason} ${readWith(id)}`;
  return { kind: 'instead', words: documentOfWords(words) };
}

const LISTS = { questions: ledgerIn, proposals: proposalsIn, differences: differencesIn };

export function documentOf(post: PostView, view: DesignView): Document {
  switch (post.kind) {
    case 'card':
      return cardIn(view);
    case 'list':
      return LISTS[post.of](view);
    case 'gate':
      return gateIn(view, post.gateId, { isInThread: true });
    case 'caveats':
      return moreCaveatsIn(view, post.of);
    case 'reminder':
      return reminderIn(view, post.index);
    case 'differ':
      return differIn(view, post.questionId);
    case 'answer': {
      const asked = present(
        view.asked.find(({ number }) => number === post.number),
        `no question ${post.number} was asked`,
      );
      return answerIn(view, asked);
    }
    case 'outcome':
      return resultIn(view, true);
    case 'instead':
      return post.words;
  }
}

/** The folded part of a post, by its button's subject; `null` for none. */
export function foldedOf(about: string, view: DesignView): Document | null {
  const { folded } = documentOf(
    about === 'differences' ? { kind: 'list', of: about } : { kind: 'outcome' },
    view,
  );
  return folded === null || folded.about !== about ? null : unfold(folded);
}

const LEFT_OUT = {
  card: 'The state of this design',
  reminder: 'A reminder or request',
  gate: 'The question to decide',
  caveats: 'The rest of the caveats',
  outcome: 'The result',
  differ: 'A question to two people who differ',
  answer: 'The answer to a question about the decision',
  files: 'Files',
} as const;
