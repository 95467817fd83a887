import { ACTIONS, parsedActionValue } from '../../../runtime/gateway/actions.ts';
import type { Work } from '../../../runtime/gateway/answer-request.ts';
import { actionOf, clicked } from '../../../runtime/gateway/clicks.ts';
import { whyNotPress } from '../../../runtime/gateway/confirmations.ts';
import { withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import { type Document, wordsDocument } from '../../../runtime/message/document.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import type { SlackContext } from '../slack-context.ts';
import { openFollowUp, openSendBack } from './forms.ts';
import type { Click } from './interaction-payload.ts';
import { offeredClicked } from './start-offered.ts';

/** A click on a button or in a menu. */
export async function pressed(
  context: SlackContext,
  { user, channel: { id: channel }, trigger_id, actions }: Click,
  stored: Parameters<Work>[0],
): Promise<Document | null> {
  const [used] = actions;
  const action = actionOf(used?.action_id ?? '');
  const value = used?.value ?? used?.selected_option?.value ?? '';
  if (action === ACTIONS.start) return offeredClicked(context, value, channel, user.id, stored);
  const meant = parsedActionValue(value);
  if (used === undefined || action === null || meant === null) return wordsDocument(TEXTS.gone);
  return withDesignHere(context, meant.designId, channel, async (design) => {
    if (action === ACTIONS.sendBack || action === ACTIONS.followUp) {
      const person = await context.people.personAtOnce(user.id);
      const open = action === ACTIONS.sendBack ? openSendBack : openFollowUp;
      const reason = whyNotPress(context.policy, action, design, { person, channel });
      return reason === null ? open(context, trigger_id, { channel, value }) : wordsDocument(reason);
    }
    const person = await context.people.person(user.id);
    const request = { person, channel, key: `slack ${trigger_id}`, stored };
    return clicked(context, action, design, action === ACTIONS.choose ? used.block_id : meant.about, request);
  });
}
