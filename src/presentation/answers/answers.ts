import { FACTS, type Fact } from '../../core/vocabulary/sets.ts';
import type { Control } from '../format/control.ts';
import { LABELS } from '../format/control.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  documentOfWords,
  italic,
  line,
  lines,
  section,
  small,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { drawPerson } from '../format/people.ts';
import type { DesignView } from '../schema/view.ts';
import { afterwardsIn, askIn, makeControl, runAgainIn } from '../words/controls.ts';
import { TEXTS } from '../words/texts.ts';
import { FACT_LABELS, factIn } from './facts.ts';

const SMALL_CHARACTERS = 600;

/** The answer to a question about the decision, with its sources and next steps. */
export function answerIn(view: DesignView, answer: Answer): Document {
  const { by, question } = answer;
  const { notification, sections } = answerDocument(answer);
  const asked = (most: number) => line`${bold(drawPerson(by))}: ${italic(untrustedMarkdown(question, most))}`;
  return document(notification, (most) => [lines(asked(most)), ...sections(most)], {
    clickable: clickable(view.id, nextIn(view)),
  });
}

interface Answer {
  readonly by: string;
  readonly question: string;
  readonly text: string;
  readonly sentences: readonly { readonly cites: readonly { readonly source: string }[] }[];
  readonly note: string;
}

/** An answer with its sources. */
function answerDocument({ text, sentences, note }: Answer): Document {
  const sources = [...new Set(sentences.flatMap(({ cites }) => cites.map(({ source }) => source)))];
  return document(untrustedMarkdown(text, SMALL_CHARACTERS), (most) => [
    lines(untrustedMarkdown(text, most)),
    section(
      sources.length > 0 && small(`Sources: ${sources.join('; ')}`, Math.min(most, SMALL_CHARACTERS)),
      small(note, SMALL_CHARACTERS),
    ),
  ]);
}

/** An answer for whom asked. In a chat or on a page, with next steps. */
export function drawAnswer(
  answer: Answer & { readonly about: readonly string[] },
  view?: DesignView,
): Document {
  const facts = FACTS.filter((fact) => answer.about.includes(fact));
  if (view === undefined) return answerDocument(answer);
  return facts.length > 0 ? drawFacts(view, facts) : answerIn(view, answer);
}

/** Facts told by code; the record can still be asked. */
export function drawFacts(view: DesignView, facts: readonly Fact[]): Document {
  const answers = facts.map((fact) => ({ fact, words: factIn(view, fact) }));
  return document(
    answers.map(({ words }) => words).join(' '),
    (most) =>
      answers.map(({ fact, words }) => section(lines(bold(FACT_LABELS[fact]), untrusted(words, most)))),
    { clickable: clickable(view.id, askIn(view)) },
  );
}

/**
 * What can be asked: facts by code, and all else of the record, once there is one, at its price. `priceWords`: empty for
 * none.
 */
export function askDocument({ id, can }: DesignView, priceWords: string): Document {
  const facts = FACTS.map((fact) => makeControl('fact', FACT_LABELS[fact], fact));
  const record = can.ask ? [makeControl('ask_record', LABELS.ask_record)] : [];
  const words = `${TEXTS.askFacts} ${can.ask ? TEXTS.askHint(priceWords) : ''}`.trimEnd();
  return { ...documentOfWords(words), clickable: clickable(id, [...facts, ...record]) };
}

function nextIn(view: DesignView): Control[] {
  if (view.endedAt === null) return askIn(view);
  const follow = afterwardsIn(view).filter(({ kind }) => kind === 'follow_up');
  return follow.length > 0 ? [...askIn(view), ...follow] : runAgainIn(view);
}

/** For programs: facts that code told. */
export function answerWithFacts(view: DesignView, by: string, question: string, facts: readonly Fact[]) {
  const sentences = facts.map((fact) => ({ text: factIn(view, fact), cites: [] }));
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
