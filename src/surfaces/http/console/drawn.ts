import type { Context } from 'hono';
import { findStarterToAsk } from '#acts/gateway/denied.ts';
import {
  actionValueOf,
  type ButtonElement,
  parseActionValue,
} from '#acts/gateway/verbs/presses.ts';
import {
  findVerb,
  parseVerbName,
  refuseVerb,
  VERB_NAMES,
  type VerbName,
} from '#acts/gateway/verbs/verbs.ts';
import { RIGHTS } from '#acts/rights.ts';
import { verdictsOf } from '#core/follow-up/decision-status.ts';
import { nameIn } from '#core/questions/replies/author.ts';
import { personKeyOf } from '#core/vocabulary/claimed-name.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { ACT_WORDS } from '#presentation/words/asking-starter.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { mayUse } from '../access/may-use.ts';
import { viewerOf } from '../access/viewer.ts';
import type { Placed } from '../drawing/html.ts';
import type { Acts } from '../drawing/html-controls.ts';
import { actingIn } from './acting.ts';
import type { ConsoleParts } from './console-parts.ts';
import { mayOpen } from './shell.ts';

/** A place on a design's pages, with the reader's rights there. */
export interface PlacedOnPage extends Placed {
  readonly acts: Acts;
  readonly may: (act: VerbName | 'answer') => boolean;
}

/** Answers to a question that the gateway asks only people who may act. */
const ANSWERS_TO_QUESTION: readonly string[] = ['sure', 'not_sure'];

/**
 * Returns the targets of controls and files on a design's pages, and the controls to offer a
 * reader, by the same checks that a pressed control goes through. Where the starter may do what the
 * reader may not, offers to ask the starter.
 */
export async function placeOn(
  context: Context,
  parts: ConsoleParts,
  design: Design,
): Promise<PlacedOnPage> {
  const { id, version } = design;
  const place = (may: PlacedOnPage['may'], offered: Acts['offered']): PlacedOnPage => ({
    may,
    acts: { path: `/designs/${id}/acts`, version, offered },
    files: `/designs/${id}/files/`,
    turns: `/designs/${id}/turns/`,
  });
  if (!mayUse(context, 'POST /designs/:id/acts'))
    return place(
      () => false,
      () => null,
    );
  const { context: rights, person } = actingIn(context, parts, design);
  const reasons = await Promise.all(
    VERB_NAMES.map(
      async (name) =>
        [name, await refuseVerb({ context: rights, person }, { name, about: '' }, design)] as const,
    ),
  );
  const verbs = new Set<VerbName>(
    reasons.flatMap(([name, reason]) => (reason === null ? [name] : [])),
  );
  // A follow-up leads to the form for a new design.
  if (!mayOpen(context, viewerOf(context), '/start')) verbs.delete('follow_up');
  const self = personKeyOf(
    nameIn(design, { author: person.name, authorId: person.id, via: rights.via }),
    rights.via,
  );
  // The page already shows the reader's own verdict, so it does not offer the same again.
  const own = verdictsOf(design).find(({ by, via }) => personKeyOf(by, via) === self);
  if (own?.verdict === 'accepted') verbs.delete('accept_decision');
  // The gate itself offers to ask the starter, so the page does not.
  const asksAtGate = openGate(design) !== null;
  const mayAnswer = RIGHTS.answer.whyNot(rights.policy) === null;
  const instead = (name: VerbName): ButtonElement | null => {
    // A side whose button a reader may not press stands in words.
    if (name === 'settle' || (name === 'agree' && asksAtGate)) return null;
    const { askedFor } = findVerb(name);
    const starter = askedFor === undefined ? null : findStarterToAsk(askedFor, design, person);
    if (askedFor === undefined || starter === null || person.barred !== undefined) return null;
    const value = actionValueOf(id, askedFor);
    const label = `${TEXTS.askStarter(starter)} to ${ACT_WORDS[askedFor]}`;
    return {
      kind: 'button',
      action: 'ask_starter',
      mark: '',
      label,
      value,
      look: 'plain',
      question: null,
    };
  };
  const mayHere = (name: VerbName, value: string) => {
    const { right } = findVerb(name).act;
    const { about = '' } = parseActionValue(value) ?? {};
    return (
      right === undefined || RIGHTS[right].whyNot(rights.policy, person, design, about) === null
    );
  };
  const may: PlacedOnPage['may'] = (act) => (act === 'answer' ? mayAnswer : verbs.has(act));
  return place(may, (element) => {
    const { action } = element;
    if (ANSWERS_TO_QUESTION.includes(action)) return element;
    const name = action === 'answer' ? 'answer' : parseVerbName(action);
    if (name === null) return element;
    if (name === 'answer') return may(name) ? element : null;
    return may(name) && mayHere(name, element.value) ? element : instead(name);
  });
}
