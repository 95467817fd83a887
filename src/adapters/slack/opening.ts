import type { View } from '@slack/types';
import type { Document } from '../../runtime/message/document.ts';
import { wordsDocument } from '../../runtime/message/words.ts';
import type { SlackDesk } from './desk.ts';
import { slackCode } from './faults.ts';
import { beginModal, type Opened, type SentBack, sendBackModal } from './modals.ts';
import { SLACK_TEXTS } from './texts.ts';

/** Opens the form for a new design. Answers with what to say when Slack does not open it, else with `null`. */
export function openBegin(
  desk: SlackDesk,
  trigger: string,
  opened: Opened,
  topic: string,
): Promise<Document | null> {
  const { personas } = desk.engine.parts;
  return open(desk, trigger, beginModal(opened, topic, personas, desk.repositoryNames));
}

/** The same for the form that asks what should be looked at again. */
export function openSendBack(desk: SlackDesk, trigger: string, place: SentBack): Promise<Document | null> {
  return open(desk, trigger, sendBackModal(place));
}

async function open(desk: SlackDesk, trigger_id: string, view: View): Promise<Document | null> {
  try {
    await desk.web.views.open({ trigger_id, view });
    return null;
  } catch (error) {
    desk.engine.parts.log.warn('slack_form_not_opened', { code: slackCode(error) });
    return wordsDocument(SLACK_TEXTS.formNotOpened);
  }
}
