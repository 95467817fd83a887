import { parsedActionValue } from '../../../runtime/gateway/actions.ts';
import { giveAnswers } from '../../../runtime/gateway/answers.ts';
import { sendBack } from '../../../runtime/gateway/clicks.ts';
import { withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import type { Request } from '../../../runtime/gateway/verbs.ts';
import type { Document } from '../../../runtime/message/document.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { wordsDocument } from '../../../runtime/message/words.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { type Interaction, requestOf } from './interaction.ts';
import { namedIn, type Submitted } from './interaction-payload.ts';
import { answersIn, fieldsIn, formIn, MODALS, noteIn } from './modals.ts';
import { startRequested } from './start-requested.ts';

/** A form that somebody sent. */
export async function submitted(
  interaction: Interaction,
  { custom_id, components }: Submitted['data'],
  stored: Request['stored'],
): Promise<Document | null> {
  const { context, conversation, id } = interaction;
  const [name, value] = namedIn(custom_id);
  const fields = fieldsIn(components);
  if (name === MODALS.begin) {
    const message = value === '' ? null : value;
    return startRequested(interaction, { filled: formIn(fields), isPrivate: false, message }, stored);
  }
  const request = requestOf(interaction, stored);
  if (name === MODALS.sendBack) return sendBack(context, value, noteIn(fields), request);
  const designId = parsedActionValue(value)?.designId ?? '';
  return withDesignHere(context, designId, conversation.channel, async (design) => {
    if (name !== MODALS.answers) return wordsDocument(TEXTS.formUnread);
    const given = answersIn(fields);
    if (given.answers.length === 0 && given.remark === '') return wordsDocument(DISCORD_TEXTS.nothingGiven);
    const place = { conversation: conversation.thread ?? conversation.channel, form: id };
    const refused = await giveAnswers(context, design, given, place, request);
    return refused ?? wordsDocument(DISCORD_TEXTS.taken);
  });
}
