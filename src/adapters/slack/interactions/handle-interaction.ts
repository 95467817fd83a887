import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt';
import type { Work } from '../../../runtime/gateway/answer-request.ts';
import { wordsDocument } from '../../../runtime/message/words.ts';
import { unescaped } from '../drawing/escaping.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';
import { typed } from './command.ts';
import { Click, Command, SHORTCUT, Shortcut, Submitted } from './interaction-payload.ts';
import { MODALS } from './modals.ts';
import { openBegin } from './open-modal.ts';
import { pressed } from './press.ts';
import { atFields, privately, responding, respondLater } from './responders.ts';
import { beginSubmitted, sendBackSubmitted } from './submission.ts';

/** To people who act from another workspace, as they can in a channel that is shared with it. */
const ELSEWHERE = wordsDocument(SLACK_TEXTS.otherWorkspace);

/** Everything that people do with commands, buttons, menus and forms. */
export function listenToInteractions(app: App, context: SlackContext): void {
  app.command('/design', async ({ body, ack, respond }) => {
    const payload = Command.parse(body);
    if (payload.team_id !== context.identity().team_id) return ack(privately(ELSEWHERE));
    await typed(context, payload, ack, respond);
  });
  app.action<BlockAction>(/^charrette\./, async ({ body, ack, respond }) => {
    const payload = Click.parse(body);
    const isHere = payload.team.id === context.identity().team_id;
    const work: Work = async (stored) => (isHere ? pressed(context, payload, stored) : ELSEWHERE);
    await respondLater(context, work, () => ack(), responding(context, respond));
  });
  app.shortcut(SHORTCUT, async ({ body, ack, respond }) => {
    const { team, channel, message, trigger_id } = Shortcut.parse(body);
    const isHere = team.id === context.identity().team_id;
    const opened = {
      channel: channel.id,
      message: { ts: message.ts, thread: message.thread_ts ?? message.ts },
    };
    const topic = unescaped(message.text);
    const work = async () => (isHere ? openBegin(context, trigger_id, opened, topic) : ELSEWHERE);
    await respondLater(context, work, () => ack(), responding(context, respond));
  });
  app.view<ViewSubmitAction>(MODALS.begin, async ({ body, ack }) => {
    const payload = Submitted.parse(body);
    if (payload.team.id === context.identity().team_id)
      return beginSubmitted(context, payload, atFields(ack));
    await atFields(ack)({ topic: SLACK_TEXTS.otherWorkspace });
  });
  app.view<ViewSubmitAction>(MODALS.sendBack, async ({ body, ack }) => {
    const payload = Submitted.parse(body);
    if (payload.team.id === context.identity().team_id)
      return sendBackSubmitted(context, payload, atFields(ack));
    await atFields(ack)({ note: SLACK_TEXTS.otherWorkspace });
  });
}
