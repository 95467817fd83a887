/**
 * Answers to acts, each a document for the one who acted: lists, facts, tokens, operations. Here:
 * the answer to a question about a decision.
 */

import { FACTS, type Fact } from '../../core/vocabulary/sets.ts';
import { LABELS } from '../format/control.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  documentOfWords,
  lines,
  untrusted,
} from '../format/document.ts';
import type { DesignView } from '../schema/view.ts';
import { type Answer, drawAnswerAlone, drawAnswerInThread } from '../thread/answer.ts';
import { listAskControls, makeControl } from '../words/controls.ts';
import { TEXTS } from '../words/texts.ts';
import { FACT_LABELS, sayFact } from './facts.ts';

/** An answer for whom asked. In a chat or on a page, with next steps. */
export function drawAnswer(
  answer: Answer & { readonly about: readonly string[] },
  view?: DesignView,
): Document {
  const facts = FACTS.filter((fact) => answer.about.includes(fact));
  if (view === undefined) return drawAnswerAlone(answer);
  return facts.length > 0 ? drawFacts(view, facts) : drawAnswerInThread(view, answer);
}

/** Facts told by code; the record can still be asked. */
export function drawFacts(view: DesignView, facts: readonly Fact[]): Document {
  const answers = facts.map((fact) => ({ fact, words: sayFact(view, fact) }));
  return document(
    answers.map(({ words }) => words).join(' '),
    answers.map(({ fact, words }) => lines(bold(FACT_LABELS[fact]), untrusted(words))),
    { clickable: clickable(view.id, listAskControls(view)) },
  );
}

/**
 * What can be asked: facts by code, and all else of the record, once there is one, at its price.
 * `priceWords`: empty for none.
 */
export function askDocument({ id, can }: DesignView, priceWords: string): Document {
  const facts = FACTS.map((fact) => makeControl('fact', FACT_LABELS[fact], fact));
  const record = can.ask ? [makeControl('ask_record', LABELS.ask_record)] : [];
  const words = `${TEXTS.askFacts} ${can.ask ? TEXTS.askHint(priceWords) : ''}`.trimEnd();
  return { ...documentOfWords(words), clickable: clickable(id, [...facts, ...record]) };
}

/** For programs: facts that code told. */
export function answerWithFacts(
  view: DesignView,
  by: string,
  question: string,
  facts: readonly Fact[],
) {
  const sentences = facts.map((fact) => ({ text: sayFact(view, fact), cites: [] }));
  return {
    by,
    question,
    text: sentences.map(({ text }) => text).join(' '),
    sentences,
    note: 'Answered by code, at no cost.',
    about: facts,
    costUsd: 0,
  };
}
