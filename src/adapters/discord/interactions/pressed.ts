import { wordsDocument } from '../../../core/telling/document.ts';
import { TEXTS } from '../../../core/telling/message/texts.ts';
import { ACTIONS, parsedActionValue, type WordsAction } from '../../../runtime/gateway/actions.ts';
import type { Work } from '../../../runtime/gateway/answer-request.ts';
import { actionOf, clicked } from '../../../runtime/gateway/clicks.ts';
import { askedBefore } from '../../../runtime/gateway/confirmations.ts';
import { withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import { perform } from '../../../runtime/gateway/verbs.ts';
import { WORDS_FORMS } from '../../../runtime/gateway/words-forms.ts';
import { DISCORD_ACTIONS } from '../drawing/controls.ts';
import { drawConfirm } from '../drawing/draw.ts';
import type { Interaction } from './answer.ts';
import { openAnswers, openWords } from './forms.ts';
import { type Clicked, namedIn } from './interaction-payload.ts';
import { offeredClicked } from './start-offered.ts';

const MENUS: readonly string[] = [ACTIONS.peek, ACTIONS.choose, ACTIONS.correct, ACTIONS.reading];

const ASKED: readonly string[] = [ACTIONS.runAgainNow, ACTIONS.cancelNow];
const OWN: readonly string[] = [DISCORD_ACTIONS.sure, DISCORD_ACTIONS.notSure, ...ASKED];

/** Whether it is a click on a private message of the bot, which its answer replaces. */
export function isOnOwnMessage({ custom_id }: Pick<Clicked['data'], 'custom_id'>): boolean {
  return OWN.includes(namedIn(custom_id)[0]);
}

/** A click on a button or in a menu. */
export async function pressed(
  interaction: Interaction,
  { custom_id, values }: Clicked['data'],
): ReturnType<Work> {
  const { context, request, answer } = interaction;
  const [clickedName, clickedAbout] = namedIn(custom_id);
  const isSure = clickedName === DISCORD_ACTIONS.sure;
  const [name, about] = isSure ? namedIn(clickedAbout) : [clickedName, clickedAbout];
  const value = MENUS.includes(name) ? (values[0] ?? '') : about;
  const meant = parsedActionValue(value);
  if (name === ACTIONS.start) return offeredClicked(interaction, about);
  // From an earlier version of Charrette, or forged.
  if (meant === null) return perform(context, 'help', request);
  return withDesignHere(context, meant.designId, request.channel, async (design) => {
    if (name === DISCORD_ACTIONS.answer) return openAnswers(interaction, design);
    if (name === DISCORD_ACTIONS.notSure) return wordsDocument(TEXTS.notDecided);
    const action = actionOf(name);
    if (action === null) return perform(context, 'help', request);
    const asked = isSure ? null : askedBefore(context.policy, action, design, meant.about, request);
    if (asked !== null && 'refusal' in asked) return wordsDocument(asked.refusal);
    if (asked !== null) {
      await answer.show(drawConfirm(action, value, asked));
      return null;
    }
    const of = action === ACTIONS.choose ? about : meant.about;
    const openForm = (form: WordsAction) => openWords(interaction, WORDS_FORMS[form], value);
    const done = await clicked(context, action, design, of, request, openForm);
    return done ?? (isSure ? wordsDocument(TEXTS.decidedBy) : null);
  });
}
