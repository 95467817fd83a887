import type { Design } from '../../core/vocabulary/design.ts';
import type { Post, WordsPost } from '../../core/vocabulary/effects.ts';
import { present } from '../../core/vocabulary/present.ts';
import { type Document, documentOfWords, unfold } from '../format/document.ts';
import { drawMoreCaveats } from '../judged/caveats.ts';
import type { DesignView } from '../schema/view.ts';
import { drawDifferencesMessage } from '../talk/differences.ts';
import { drawProposalsMessage } from '../talk/proposals.ts';
import { drawDifferingAnswers, drawLedger } from '../talk/questions.ts';
import { drawAnswerInThread } from './answer.ts';
import { drawCard } from './card.ts';
import { drawGate, drawReminder } from './gate.ts';
import { drawResultMessage } from './result.ts';
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

const LISTS = {
  questions: drawLedger,
  proposals: drawProposalsMessage,
  differences: drawDifferencesMessage,
};

export function documentOf(post: PostView, view: DesignView): Document {
  switch (post.kind) {
    case 'card':
      return drawCard(view);
    case 'list':
      return LISTS[post.of](view);
    case 'gate':
      return drawGate(view, post.gateId, { isInThread: true });
    case 'caveats':
      return drawMoreCaveats(view, post.of);
    case 'reminder':
      return drawReminder(view, post.index);
    case 'differ':
      return drawDifferingAnswers(view, post.questionId);
    case 'answer': {
      const asked = present(
        view.asked.find(({ number }) => number === post.number),
        `no question ${post.number} was asked`,
      );
      return drawAnswerInThread(view, asked);
    }
    case 'outcome':
      return drawResultMessage(view, true);
    case 'instead':
      return post.words;
  }
}

/** The folded part of a post, by its button's subject; `null` for none. */
export function foldedPartOf(about: string, view: DesignView): Document | null {
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
