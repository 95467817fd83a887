import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Fact } from '../../core/vocabulary/sets.ts';
import { signatureOf } from '../../core/vocabulary/via.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { answerWithFacts } from '../../presentation/answers/answers.ts';
import { answerOf } from '../../presentation/view/result.ts';
import { viewOf } from '../../presentation/view/view.ts';
import type { ActParts, ActRequest, Who } from '../act-inputs.ts';
import { Problem, problemOf } from '../problem.ts';

interface Question {
  readonly text: string;
  readonly about?: Fact | 'record' | undefined;
  readonly private: boolean;
  /** The message that asked it, if people can read that. */
  readonly replyId?: string;
}

/** Answers a question about a decision: facts by code, everything else from the record. */
export async function ask(
  { engine }: Pick<ActParts, 'engine'>,
  who: Who,
  { moment, body, design }: Pick<ActRequest, 'moment' | 'design'> & { readonly body: Question },
) {
  const { text, about, private: isPrivate, replyId } = body;
  const { id } = await design();
  const question = cutText(text, BOUNDS.questionAskedCharacters);
  const source = replyId === undefined ? {} : { replyId };
  const asked = { question, about, isPrivate, ...source, ...signatureOf(who) };
  const answer = await engine.ask(id, asked, moment.key);
  switch (answer.kind) {
    case 'facts':
      return answerWithFacts(viewOf(answer.design), who.by, text, answer.facts);
    case 'answered':
      return answerOf(answer.design, answer.asked);
    case 'busy':
      throw new Problem(answer.kind, answer.words);
    case 'no':
      throw problemOf(answer.why);
  }
}
