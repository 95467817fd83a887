import {
  type APIInteractionResponse,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import { callAgain, failureOf, orLog, type PlatformAccess } from '../../../acts/gateway/platform-access.ts';
import type { Document } from '../../../core/presentation/format/document.ts';
import { discordCode } from '../calls/faults.ts';
import { type Drawing, draw } from '../drawing/draw.ts';
import type { InteractionPayload } from './interaction-payload.ts';

/** Milliseconds for which Discord takes anything for an interaction. */
const TOKEN_MS = 14.5 * 60_000;

/**
 * The kind of an interaction, which is answered with a message that only the person sees. Where there is nothing to say yet, a
 * command shows that it is being thought about, and a click shows nothing. `own` is a click on a private message of the bot,
 * which its answer replaces.
 */
export type InteractionKind = 'command' | 'click' | 'own';

type Sender = PlatformAccess & { readonly rest: REST };
type Interacted = Pick<InteractionPayload, 'id' | 'application_id' | 'token'>;

/** The answer to one interaction: once within three seconds, and from then on as often as there is something to say. Never throws. */
export class Answer {
  readonly #sender: Sender;
  readonly #interaction: Interacted;
  #kind: InteractionKind;
  readonly #startedAt: number;
  /** Resolves to `true` if this daemon answers it; `null` before that is tried. */
  #first: Promise<boolean> | null = null;
  /** `true` while the person was shown that an answer will come, and none has. */
  #isOwed = false;

  constructor(sender: Sender, interaction: Interacted, kind: InteractionKind) {
    this.#sender = sender;
    this.#interaction = interaction;
    this.#kind = kind;
    this.#startedAt = sender.clock.now();
  }

  /**
   * Acknowledges with the document that the person is to see, or with nothing to see yet. Where a form was opened, that is the
   * answer.
   */
  readonly acknowledge = async (answer: Document | null): Promise<void> => {
    if (answer !== null) await (this.#first === null ? this.show(draw(answer)) : this.tell(answer));
    else await this.claim();
  };

  /** Resolves to `true` if this daemon answers: another may have answered already, or it is too late. */
  claim(): Promise<boolean> {
    if (this.#first !== null) return this.#first;
    if (this.#kind !== 'command')
      return this.#answer({ type: InteractionResponseType.DeferredMessageUpdate });
    this.#isOwed = true;
    const type = InteractionResponseType.DeferredChannelMessageWithSource;
    return this.#answer({ type, data: { flags: MessageFlags.Ephemeral } });
  }

  /** The message that was clicked gives way to the answer: what it offered is done. */
  replaceClicked(): void {
    this.#kind = 'own';
  }

  async show(drawing: Drawing): Promise<void> {
    const isOwn = this.#kind === 'own';
    const type = isOwn
      ? InteractionResponseType.UpdateMessage
      : InteractionResponseType.ChannelMessageWithSource;
    await this.#answer({ type, data: bodyOf(drawing, isOwn) } as APIInteractionResponse);
  }

  async open(modal: APIModalInteractionResponseCallbackData): Promise<void> {
    await this.#answer({ type: InteractionResponseType.Modal, data: modal });
  }

  async offer(choices: readonly { readonly name: string; readonly value: string }[]): Promise<void> {
    const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
    await this.#answer({ type, data: { choices: [...choices] } });
  }

  readonly tell = async (answer: Document): Promise<void> => {
    const { rest, clock, log } = this.#sender;
    if (!(await this.#first)) return;
    if (clock.now() - this.#startedAt > TOKEN_MS) return log.warn('discord_answer_too_late', {});
    const { application_id, token } = this.#interaction;
    const isChange = this.#isOwed || this.#kind === 'own';
    this.#isOwed = false;
    const request = { body: bodyOf(draw(answer), isChange), auth: false };
    const told = callAgain(this.#sender, () =>
      isChange
        ? rest.patch(Routes.webhookMessage(application_id, token, '@original'), request)
        : rest.post(Routes.webhook(application_id, token), request),
    );
    await orLog(this.#sender, 'discord_answer_not_told', told);
  };

  /** Removes the sign that an answer will come, where none came. */
  async close(): Promise<void> {
    if (!this.#isOwed || !(await this.#first)) return;
    this.#isOwed = false;
    const { application_id, token } = this.#interaction;
    const route = Routes.webhookMessage(application_id, token, '@original');
    await orLog(this.#sender, 'discord_promise_left', this.#sender.rest.delete(route, { auth: false }));
  }

  #answer(body: APIInteractionResponse): Promise<boolean> {
    this.#first ??= this.#send(body);
    return this.#first;
  }

  async #send(body: APIInteractionResponse): Promise<boolean> {
    const { rest, log } = this.#sender;
    const { id, token } = this.#interaction;
    const route = Routes.interactionCallback(id, token);
    const request = { body, auth: false };
    let hasFailed = false;
    const send = async (): Promise<void> => {
      try {
        await rest.post(route, request);
      } catch (error) {
        // A try before this one got through, and its answer was lost.
        if (hasFailed && discordCode(error) === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)
          return;
        hasFailed = true;
        throw error;
      }
    };
    try {
      await callAgain(this.#sender, send);
      return true;
    } catch (error) {
      // Somebody else was there first, or it is too late: there is nobody to tell.
      log.warn('discord_not_answered', { code: discordCode(error), error: failureOf(this.#sender, error) });
      return false;
    }
  }
}

/** Returns the body of an answer, whose form is settled with its first showing. */
function bodyOf({ flags, components }: Drawing, isChange: boolean) {
  const shown = isChange ? flags : flags | MessageFlags.Ephemeral;
  return { flags: shown, components: [...components], allowed_mentions: { parse: [] } };
}
