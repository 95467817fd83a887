import type { App, BlockAction, RespondFn, ViewSubmitAction } from '@slack/bolt';
import { ONCE } from '../../../acts/gateway/actions.ts';
import { answerRequest, type Work } from '../../../acts/gateway/answer-request.ts';
import { openBegin, type Sent } from '../../../acts/gateway/begin.ts';
import { pressed, problemDocument, submitted, typed } from '../../../acts/gateway/handle-interaction.ts';
import { callAgain } from '../../../acts/gateway/platform-access.ts';
import { type Document, wordsDocument } from '../../../core/presentation/format/document.ts';
import { TEXTS } from '../../../core/presentation/run/texts.ts';
import { draw } from '../drawing/draw.ts';
import { wordsAtOnce } from '../incoming/plain-words.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';
import { Opened, reading } from './forms.ts';
import { interactionOf, messageOn } from './interaction.ts';
import { Click, Command, isOf, SHORTCUT, Shortcut, Submitted } from './interaction-payload.ts';

/** Words to people who act from another workspace, which is possible in a channel that is shared with it. */
const ELSEWHERE = wordsDocument(SLACK_TEXTS.otherWorkspace);

type Tell = (answer: Document) => Promise<unknown>;

/** Everything that people do with commands, buttons, menus and forms. */
export function listenToInteractions(app: App, context: SlackContext): void {
  const ours = (): string => context.identity().team_id;
  /** Tells the person by the response URL of the request. */
  const telling =
    (respond: RespondFn, replaces = false): Tell =>
    (answer) =>
      callAgain(context, () => respond({ ...privately(answer), replace_original: replaces }));
  /** Works with an empty acknowledgement: the answer is sent separately. */
  const answerApart = (work: Work, ack: () => Promise<void>, tell: Tell): Promise<void> => {
    const acknowledge = async (answer: Document | null): Promise<void> => {
      await ack();
      if (answer !== null) await tell(answer);
    };
    return answerRequest(context, work, acknowledge, tell);
  };

  app.command('/design', async ({ body, ack, respond }) => {
    const { team_id, user_id: user, channel_id: channel, trigger_id: trigger, text } = Command.parse(body);
    if (team_id !== ours()) return ack(privately(ELSEWHERE));
    const interaction = interactionOf(context, { user, channel, id: trigger, trigger });
    const work: Work = (stored) => typed(interaction, text, stored);
    const acknowledge = (answer: Document | null) => ack(answer === null ? undefined : privately(answer));
    await answerRequest(context, work, acknowledge, telling(respond));
  });
  app.action<BlockAction>(/^charrette\./, async ({ body, ack, respond }) => {
    const click = Click.parse(body);
    const { user, channel, trigger_id: trigger, actions } = click;
    const [used] = actions;
    const action = used?.action_id ?? '';
    const interaction = interactionOf(context, { user: user.id, channel: channel.id, id: trigger, trigger });
    const value = used?.value ?? used?.selected_option?.value ?? '';
    const work: Work = async (stored) =>
      isOf(ours(), click) ? pressed(interaction, action, value, stored) : ELSEWHERE;
    await answerApart(work, () => ack(), telling(respond, ONCE.includes(action)));
  });
  app.shortcut(SHORTCUT, async ({ body, ack, respond }) => {
    const used = Shortcut.parse(body);
    const { user, channel, message, trigger_id: trigger } = used;
    const interaction = interactionOf(context, { user: user.id, channel: channel.id, id: trigger, trigger });
    const work: Work = async () => {
      if (!isOf(ours(), used)) return ELSEWHERE;
      return openBegin(interaction, wordsAtOnce(context, message.text), messageOn(message));
    };
    await answerApart(work, () => ack(), telling(respond));
  });
  app.view<ViewSubmitAction>(/^charrette\./, async ({ body, ack }) => {
    const form = Submitted.parse(body);
    const { user, view } = form;
    const { values } = view.state;
    const opened = Opened.safeParse(view.private_metadata).data;
    const { about = '', ...place } = opened ?? { channel: '', thread: null };
    const interaction = interactionOf(context, { ...place, user: user.id, id: view.id, trigger: '' });
    const names = Object.keys(values);
    const [first = ''] = names;
    let errors: Record<string, string> | null = null;
    const sent = async (): Promise<Sent> => {
      if (!isOf(ours(), form)) return { problem: SLACK_TEXTS.otherWorkspace };
      if (opened === undefined) return { problem: TEXTS.formUnread };
      return submitted(interaction, view.callback_id, about, names, reading(values));
    };
    const work: Work = async (stored) => {
      const found = await sent();
      if ('work' in found) return found.work(stored);
      errors = { ...('problem' in found ? { [first]: found.problem } : found.errors) };
      const texts = Object.entries(values).map(([name, value]) => value[name]?.value ?? '');
      return problemDocument(found, texts);
    };
    const tell: Tell = (answer) => context.sendEphemeral(user.id, place, answer);
    // What is wrong is shown in the form while that is open, else with the texts that were typed, to copy from.
    const acknowledge = async (answer: Document | null): Promise<void> => {
      if (errors !== null) return ack({ response_action: 'errors', errors });
      await ack();
      if (answer !== null) await tell(answer);
    };
    await answerRequest(context, work, acknowledge, tell);
  });
}

function privately(answer: Document) {
  const { text, blocks } = draw(answer);
  return { response_type: 'ephemeral' as const, text, blocks: [...blocks] };
}
