import type { App, BlockAction, RespondFn, ViewSubmitAction } from '@slack/bolt';
import { type Document, wordsDocument } from '../../../core/telling/document.ts';
import { correction } from '../../../core/telling/message/answers.ts';
import { ACTIONS } from '../../../runtime/gateway/actions.ts';
import { answerRequest, type Work } from '../../../runtime/gateway/answer-request.ts';
import { callAgain } from '../../../runtime/gateway/platform-access.ts';
import { WORDS_FORMS } from '../../../runtime/gateway/words-forms.ts';
import { draw } from '../drawing/draw.ts';
import { wordsAtOnce } from '../incoming/plain-words.ts';
import type { SlackContext } from '../slack-context.ts';
import { SLACK_TEXTS } from '../slack-texts.ts';
import { BEGIN, openBegin } from './forms.ts';
import { Click, Command, isOf, SHORTCUT, Shortcut, Submitted } from './interaction-payload.ts';
import { pressed } from './pressed.ts';
import { beginSubmitted, channelOf, typed, wordsSubmitted } from './start.ts';

/** To people who act from another workspace, as they can in a channel that is shared with it. */
const ELSEWHERE = wordsDocument(SLACK_TEXTS.otherWorkspace);

/** Buttons of a private question that gives way to the answer once it is done. */
const ONCE: readonly string[] = [ACTIONS.start, ACTIONS.runAgainNow, ACTIONS.cancelNow];

type Tell = (answer: Document) => Promise<unknown>;

/** Everything that people do with commands, buttons, menus and forms. */
export function listenToInteractions(app: App, context: SlackContext): void {
  const ours = (): string => context.identity().team_id;
  /** By the response URL of the request. */
  const telling =
    (respond: RespondFn, replaces = () => false): Tell =>
    (answer) =>
      callAgain(context, () => respond({ ...privately(answer), replace_original: replaces() }));
  /** With an empty acknowledgement: the answer is sent separately. */
  const answerApart = (work: Work, ack: () => Promise<void>, tell: Tell): Promise<void> => {
    const acknowledge = async (answer: Document | null): Promise<void> => {
      await ack();
      if (answer !== null) await tell(answer);
    };
    return answerRequest(context, work, acknowledge, tell);
  };

  app.command('/design', async ({ body, ack, respond }) => {
    const command = Command.parse(body);
    if (command.team_id !== ours()) return ack(privately(ELSEWHERE));
    const work: Work = (stored) => typed(context, command, stored);
    const acknowledge = (answer: Document | null) => ack(answer === null ? undefined : privately(answer));
    await answerRequest(context, work, acknowledge, telling(respond));
  });
  app.action<BlockAction>(/^charrette\./, async ({ body, ack, respond }) => {
    const click = Click.parse(body);
    let isDone = false;
    const work: Work = async (stored) => {
      if (!isOf(ours(), click)) return ELSEWHERE;
      return pressed(context, click, (now) => {
        isDone = ONCE.includes(click.actions[0]?.action_id ?? '');
        stored(now);
      });
    };
    const tell = telling(respond, () => isDone);
    await answerApart(work, () => ack(), tell);
  });
  app.shortcut(SHORTCUT, async ({ body, ack, respond }) => {
    const used = Shortcut.parse(body);
    const { user, channel, message, trigger_id } = used;
    const thread = message.thread_ts ?? message.ts;
    const opened = { channel: channel.id, message: { ts: message.ts, thread } };
    const work = async () => {
      if (!isOf(ours(), used)) return ELSEWHERE;
      return openBegin(context, user.id, trigger_id, opened, wordsAtOnce(context, message.text));
    };
    await answerApart(work, () => ack(), telling(respond));
  });
  const words = Object.values(WORDS_FORMS).map((form) => ({
    id: form.id,
    field: form.field.name,
    submitted: (sent: Submitted) => wordsSubmitted(context, form, sent),
  }));
  const begin = { id: BEGIN, field: 'topic', submitted: (sent: Submitted) => beginSubmitted(context, sent) };
  for (const { id, field, submitted } of [begin, ...words]) {
    app.view<ViewSubmitAction>(id, async ({ body, ack }) => {
      const form = Submitted.parse(body);
      const elsewhere = { errors: { [field]: SLACK_TEXTS.otherWorkspace } };
      let errors: Record<string, string> | null = null;
      const work: Work = async (stored) => {
        const sent = isOf(ours(), form) ? await submitted(form) : elsewhere;
        if ('work' in sent) return sent.work(stored);
        errors = { ...sent.errors };
        const { values } = form.view.state;
        const texts = [field, 'context'].map((name) => values[name]?.[name]?.value ?? '');
        return correction(SLACK_TEXTS.pleaseCorrect, Object.values(errors), texts);
      };
      const place = { channel: channelOf(form), thread: null };
      const tell: Tell = (answer) => context.sendEphemeral(form.user.id, place, answer);
      // What is wrong is shown in the form while that is open, else with the texts that were typed, to copy from.
      const acknowledge = async (answer: Document | null): Promise<void> => {
        if (errors !== null) return ack({ response_action: 'errors', errors });
        await ack();
        if (answer !== null) await tell(answer);
      };
      await answerRequest(context, work, acknowledge, tell);
    });
  }
}

function privately(answer: Document) {
  const { text, blocks } = draw(answer);
  return { response_type: 'ephemeral' as const, text, blocks: [...blocks] };
}
