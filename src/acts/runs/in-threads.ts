import { findSuperseding } from '../../core/follow-up/decision-status.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { formatMoney } from '../../core/vocabulary/figures.ts';
import { FACTS } from '../../core/vocabulary/sets.ts';
import type { Engine } from '../../engine/engine.ts';
import type { DesignSummary } from '../../ports/store.ts';
import { linkIn, statusIn } from '../../presentation/answers/act-answers.ts';
import { askDocument, drawFacts } from '../../presentation/answers/answers.ts';
import { listDocument } from '../../presentation/answers/lists.ts';
import { type Document, documentOfWords } from '../../presentation/format/document.ts';
import { addPage } from '../../presentation/format/page-address.ts';
import { personIn } from '../../presentation/judged/people.ts';
import { foldedOf } from '../../presentation/thread/post.ts';
import { TEXTS } from '../../presentation/words/texts.ts';
import type { ActRequest, DesignPlace, ThreadParts, Who } from '../act-inputs.ts';

export function showStatus(place: DesignPlace | undefined): Document {
  const { view } = assertPlace(place);
  return statusIn(view, linkIn(assertPlace(place)));
}

export function showPersona(place: DesignPlace | undefined): Document {
  const { view, about } = assertPlace(place);
  return personIn(view, about);
}

export function showFolded(place: DesignPlace | undefined): Document {
  const { view, about } = assertPlace(place);
  return foldedOf(about, view) ?? documentOfWords(TEXTS.gone);
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
  place: DesignPlace | undefined,
): Document {
  return successor === null
    ? documentOfWords(TEXTS.gone)
    : listDocument({ designs: [successor], isPartial: false }, assertPlace(place).linkTo);
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

export function showQuestions(price: string, place: DesignPlace | undefined): Document {
  return askDocument(assertPlace(place).view, price);
}

export function showFact(place: DesignPlace | undefined): Document {
  const { view, about } = assertPlace(place);
  const fact = FACTS.find((each) => each === about);
  return fact === undefined ? documentOfWords(TEXTS.gone) : drawFacts(view, [fact]);
}

export function showAsked(place: DesignPlace | undefined): Document {
  return documentOfWords(`${assertPlace(place).view.startedBy} has been asked in the thread.`);
}

function assertPlace(place: DesignPlace | undefined): DesignPlace {
  if (place === undefined)
    throw new Error('broken invariant: shown in a thread or on a page alone');
  return place;
}
