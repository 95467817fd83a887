import { findSuperseding } from '../../core/follow-up/decision-status.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { formatMoney } from '../../core/vocabulary/figures.ts';
import { FACTS } from '../../core/vocabulary/sets.ts';
import type { Engine } from '../../engine/engine.ts';
import type { DesignSummary } from '../../ports/store.ts';
import { drawStatus, threadLinkOf } from '../../presentation/answers/act-answers.ts';
import { askDocument, drawFacts } from '../../presentation/answers/answers.ts';
import { listDocument } from '../../presentation/answers/lists.ts';
import { type Document, documentOfWords } from '../../presentation/format/document.ts';
import { addPage } from '../../presentation/format/page-address.ts';
import { drawPersonInFull } from '../../presentation/judged/people.ts';
import { foldedPartOf } from '../../presentation/thread/post.ts';
import { TEXTS } from '../../presentation/words/texts.ts';
import type { ActRequest, DesignBefore, ThreadParts, Who } from '../act-inputs.ts';

export function showStatus(before: DesignBefore | undefined): Document {
  const { view } = assertBefore(before);
  return drawStatus(view, threadLinkOf(assertBefore(before)));
}

export function showPersona(before: DesignBefore | undefined): Document {
  const { view, about } = assertBefore(before);
  return drawPersonInFull(view, about);
}

export function showFolded(before: DesignBefore | undefined): Document {
  const { view, about } = assertBefore(before);
  return foldedPartOf(about, view) ?? documentOfWords(TEXTS.gone);
}

/** The design that decided otherwise, if this person may read it. */
export async function findSuccessor(
  { engine }: ThreadParts,
  who: Who,
  request: ActRequest,
): Promise<DesignSummary | null> {
  const { successor } = findSuperseding(await request.design()) ?? {};
  const { store, publicUrl } = engine.parts;
  const summary = successor === undefined ? null : await store.summary(successor);
  const isReadable = summary !== null && (await (await who.reader()).mayRead(summary));
  return isReadable ? addPage(summary, publicUrl) : null;
}

export function showSuccessor(
  successor: DesignSummary | null,
  before: DesignBefore | undefined,
): Document {
  return successor === null
    ? documentOfWords(TEXTS.gone)
    : listDocument({ designs: [successor], isPartial: false }, assertBefore(before).linkTo);
}

export async function findPrice(
  { engine }: ThreadParts,
  _: Who,
  request: ActRequest,
): Promise<string> {
  return sayPrice(engine, await request.design());
}

/** What a question to the record costs, in a sentence; empty if it is free or unknown. */
export async function sayPrice(
  engine: Pick<Engine, 'questionPrice'>,
  design: Design,
): Promise<string> {
  const usd = await engine.questionPrice(design);
  // Rounded up, so that it is never more.
  return usd === null ? '' : `It costs at most ${formatMoney(Math.ceil(usd * 100) / 100)}.`;
}

export function showQuestions(price: string, before: DesignBefore | undefined): Document {
  return askDocument(assertBefore(before).view, price);
}

export function showFact(before: DesignBefore | undefined): Document {
  const { view, about } = assertBefore(before);
  const fact = FACTS.find((each) => each === about);
  return fact === undefined ? documentOfWords(TEXTS.gone) : drawFacts(view, [fact]);
}

export function showAsked(before: DesignBefore | undefined): Document {
  return documentOfWords(`${assertBefore(before).view.startedBy} has been asked in the thread.`);
}

function assertBefore(before: DesignBefore | undefined): DesignBefore {
  if (before === undefined)
    throw new Error('broken invariant: shown in a thread or on a page alone');
  return before;
}
