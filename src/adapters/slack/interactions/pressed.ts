import { type Document, wordsDocument } from '../../../core/telling/document.ts';
import { TEXTS } from '../../../core/telling/message/texts.ts';
import { ACTIONS, parsedActionValue, type WordsAction } from '../../../runtime/gateway/actions.ts';
import type { Work } from '../../../runtime/gateway/answer-request.ts';
import { actionOf, clicked } from '../../../runtime/gateway/clicks.ts';
import { withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import { WORDS_FORMS } from '../../../runtime/gateway/words-forms.ts';
import type { SlackContext } from '../slack-context.ts';
import { openWords } from './forms.ts';
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
    const { people } = context;
    const person = await (action in WORDS_FORMS ? people.personAtOnce(user.id) : people.person(user.id));
    const request = { person, channel, key: `slack ${trigger_id}`, stored };
    const about = action === ACTIONS.choose ? used.block_id : meant.about;
    const openForm = (form: WordsAction) =>
      openWords(context, trigger_id, WORDS_FORMS[form], { channel, value });
    return clicked(context, action, design, about, request, openForm);
  });
}
