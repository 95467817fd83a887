import { ACTIONS, parsedActionValue } from '../../../runtime/gateway/actions.ts';
import { actionOf, clicked } from '../../../runtime/gateway/clicks.ts';
import { withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import type { Request } from '../../../runtime/gateway/verbs.ts';
import type { Document } from '../../../runtime/message/document.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { wordsDocument } from '../../../runtime/message/words.ts';
import type { SlackContext } from '../slack-context.ts';
import type { Click } from './interaction-payload.ts';
import { openSendBack } from './open-modal.ts';

/** A button or a menu that somebody used. */
export async function pressed(
  context: SlackContext,
  { user, channel: { id: channel }, trigger_id, actions }: Click,
  stored: Request['stored'],
): Promise<Document | null> {
  const [used] = actions;
  const action = actionOf(used?.action_id ?? '');
  const value = used?.value ?? used?.selected_option?.value ?? '';
  const meant = parsedActionValue(value);
  if (used === undefined || action === null || meant === null) return wordsDocument(TEXTS.gone);
  return withDesignHere(context, meant.designId, channel, async (design) => {
    if (action === ACTIONS.sendBack) return openSendBack(context, trigger_id, { channel, value });
    const person = await context.people.person(user.id);
    const request = { person, channel, key: `slack ${trigger_id}`, stored };
    return clicked(context, action, design, action === ACTIONS.choose ? used.block_id : meant.about, request);
  });
}
