import type { View } from '@slack/types';
import { failureOf } from '../../../runtime/gateway/platform-access.ts';
import type { Document } from '../../../runtime/message/document.ts';
import { wordsDocument } from '../../../runtime/message/words.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';
import { beginModal, type Opened, type SentBack, sendBackModal } from './modals.ts';

/** Opens the form for a new design. Answers with what to say when Slack does not open it, else with `null`. */
export function openBegin(
  context: SlackContext,
  trigger: string,
  opened: Opened,
  topic: string,
): Promise<Document | null> {
  const { personas } = context.engine.parts;
  return open(context, trigger, beginModal(opened, topic, personas, context.repositories.names));
}

/** The same for the form that asks what should be looked at again. */
export function openSendBack(
  context: SlackContext,
  trigger: string,
  place: SentBack,
): Promise<Document | null> {
  return open(context, trigger, sendBackModal(place));
}

async function open(context: SlackContext, trigger_id: string, view: View): Promise<Document | null> {
  try {
    await context.web.views.open({ trigger_id, view });
    return null;
  } catch (error) {
    context.log.warn('slack_form_not_opened', { error: failureOf(context, error) });
    return wordsDocument(SLACK_TEXTS.formNotOpened);
  }
}
