import { ACTIONS, parsedActionValue } from '../../../runtime/gateway/actions.ts';
import { actionOf, clicked } from '../../../runtime/gateway/clicks.ts';
import { withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import { performOn, type Request } from '../../../runtime/gateway/verbs.ts';
import type { Document } from '../../../runtime/message/document.ts';
import { textDocument, wordsDocument } from '../../../runtime/message/words.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { DISCORD_ACTIONS } from '../drawing/controls.ts';
import { type Interaction, requestOf } from './interaction.ts';
import { type Clicked, namedIn } from './interaction-payload.ts';
import { askBeforeCancel, openAnswers, openSendBack } from './open-modal.ts';

const MENUS: readonly string[] = [ACTIONS.peek, ACTIONS.choose];

/** A button or a menu that somebody used. */
export async function pressed(
  interaction: Interaction,
  { custom_id, values }: Clicked['data'],
  stored: Request['stored'],
): Promise<Document | null> {
  const { context, conversation } = interaction;
  const [name, about] = namedIn(custom_id);
  const value = MENUS.includes(name) ? (values[0] ?? '') : about;
  const meant = parsedActionValue(value);
  // Of an earlier version of Charrette, or from somebody who sends what Discord never showed.
  if (meant === null) return textDocument(DISCORD_TEXTS.help);
  return withDesignHere(context, meant.designId, conversation.channel, async (design) => {
    const request = requestOf(interaction, stored);
    switch (name) {
      case DISCORD_ACTIONS.answer:
        return openAnswers(interaction, design);
      case DISCORD_ACTIONS.cancelYes:
        return performOn(context, 'cancel', design, request);
      case DISCORD_ACTIONS.cancelNo:
        return wordsDocument(DISCORD_TEXTS.goesOn);
      case ACTIONS.sendBack:
        return openSendBack(interaction, value);
      case ACTIONS.cancel:
        return askBeforeCancel(interaction, design);
    }
    const action = actionOf(name);
    if (action === null) return textDocument(DISCORD_TEXTS.help);
    return clicked(context, action, design, action === ACTIONS.choose ? about : meant.about, request);
  });
}
