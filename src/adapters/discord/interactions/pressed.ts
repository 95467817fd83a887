import { ACTIONS, parsedActionValue } from '../../../runtime/gateway/actions.ts';
import type { Work } from '../../../runtime/gateway/answer-request.ts';
import { actionOf, clicked } from '../../../runtime/gateway/clicks.ts';
import { askedBefore, whyNotPress } from '../../../runtime/gateway/confirmations.ts';
import { withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import { perform } from '../../../runtime/gateway/verbs.ts';
import { wordsDocument } from '../../../runtime/message/document.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { DISCORD_ACTIONS } from '../drawing/controls.ts';
import type { Interaction } from './answer.ts';
import { askAgain, openAnswers, openFollowUp, openSendBack } from './forms.ts';
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
  const { context, request } = interaction;
  const [clickedName, clickedAbout] = namedIn(custom_id);
  const isSure = clickedName === DISCORD_ACTIONS.sure;
  const [name, about] = isSure ? namedIn(clickedAbout) : [clickedName, clickedAbout];
  const value = MENUS.includes(name) ? (values[0] ?? '') : about;
  const meant = parsedActionValue(value);
  if (name === ACTIONS.start) return offeredClicked(interaction, about);
  // From an earlier version of Charrette, or forged.
  if (meant === null) return perform(context, 'help', request);
  return withDesignHere(context, meant.designId, request.channel, async (design) => {
    switch (name) {
      case DISCORD_ACTIONS.answer:
        return openAnswers(interaction, design);
      case DISCORD_ACTIONS.notSure:
        return wordsDocument(TEXTS.notDecided);
      case ACTIONS.sendBack:
      case ACTIONS.followUp: {
        const reason = whyNotPress(context.policy, name, design, request);
        const open = name === ACTIONS.sendBack ? openSendBack : openFollowUp;
        return reason === null ? open(interaction, value) : wordsDocument(reason);
      }
    }
    const action = actionOf(name);
    if (action === null) return perform(context, 'help', request);
    const asked = isSure ? null : askedBefore(context.policy, action, design, meant.about, request);
    if (asked !== null && 'refusal' in asked) return wordsDocument(asked.refusal);
    if (asked !== null) return askAgain(interaction, action, value, asked);
    const done = await clicked(
      context,
      action,
      design,
      action === ACTIONS.choose ? about : meant.about,
      request,
    );
    return done ?? (isSure ? wordsDocument(TEXTS.decidedBy) : null);
  });
}
