import {
  type APIInteractionResponse,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import type { Document } from '../../../runtime/message/document.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import { toldAgain } from '../again.ts';
import { type Drawing, draw } from '../drawing/draw.ts';
import { failureOf } from '../failure.ts';
import { discordCode } from '../faults.ts';

/** Milliseconds for which Discord takes anything for an interaction. */
const TOKEN_MS = 14.5 * 60_000;

/**
 * How it is answered: with a message that only the person sees. Where nothing is said yet, a command shows that it is being
 * thought about, and a click shows nothing. `own` is a click on a private message of ours, which its answer takes the place of.
 */
export type Manner = 'command' | 'click' | 'own';

export interface AnswerParts {
  readonly rest: REST;
  readonly clock: Clock;
  readonly log: Log;
  readonly interaction: {
    readonly id: string;
    readonly application_id: string;
    readonly token: string;
  };
  readonly manner: Manner;
}

/** The answer to one interaction: once within three seconds, and from then on as often as there is something to say. Never throws. */
export class Answer {
  readonly #parts: AnswerParts;
  readonly #askedAt: number;
  /** Whether it is answered by us; `null` before that is tried. */
  #first: Promise<boolean> | null = null;
  /** Something was promised to be said, and has not been. */
  #isOwed = false;

  constructor(parts: AnswerParts) {
    this.#parts = parts;
    this.#askedAt = parts.clock.now();
  }

  /** With what the person is to see, or with nothing to see yet. Where a form was opened, that is the answer. */
  readonly acknowledge = async (answer: Document | null): Promise<void> => {
    if (answer !== null) await (this.#first === null ? this.show(draw(answer)) : this.tell(answer));
    else await this.claim();
  };

  /** Whether it is ours to answer: another daemon may have done it, or it is too late for anybody. */
  claim(): Promise<boolean> {
    if (this.#first !== null) return this.#first;
    const { manner } = this.#parts;
    if (manner !== 'command') return this.#answer({ type: InteractionResponseType.DeferredMessageUpdate });
    this.#isOwed = true;
    const type = InteractionResponseType.DeferredChannelMessageWithSource;
    return this.#answer({ type, data: { flags: MessageFlags.Ephemeral } });
  }

  async show(drawing: Drawing): Promise<void> {
    const isOwn = this.#parts.manner === 'own';
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
    const { rest, clock, log, interaction, manner } = this.#parts;
    if (!(await this.#first)) return;
    if (clock.now() - this.#askedAt > TOKEN_MS) return log.warn('discord_answer_too_late', {});
    const { application_id, token } = interaction;
    const isChange = this.#isOwed || manner === 'own';
    this.#isOwed = false;
    const request = { body: bodyOf(draw(answer), isChange), auth: false };
    try {
      await toldAgain(() =>
        isChange
          ? rest.patch(Routes.webhookMessage(application_id, token, '@original'), request)
          : rest.post(Routes.webhook(application_id, token), request),
      );
    } catch (error) {
      log.warn('discord_answer_not_told', { error: failureOf(error) });
    }
  };

  /** Takes a promise back that nothing has come of. */
  async close(): Promise<void> {
    const { rest, log, interaction } = this.#parts;
    if (!this.#isOwed || !(await this.#first)) return;
    this.#isOwed = false;
    const { application_id, token } = interaction;
    await rest
      .delete(Routes.webhookMessage(application_id, token, '@original'), { auth: false })
      .catch((error: unknown) => log.warn('discord_promise_left', { error: failureOf(error) }));
  }

  #answer(body: APIInteractionResponse): Promise<boolean> {
    this.#first ??= this.#send(body);
    return this.#first;
  }

  async #send(body: APIInteractionResponse): Promise<boolean> {
    const { rest, log, interaction } = this.#parts;
    const route = Routes.interactionCallback(interaction.id, interaction.token);
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
      await toldAgain(send);
      return true;
    } catch (error) {
      // Somebody else was there first, or it is too late: there is nobody to tell.
      log.warn('discord_not_answered', { code: discordCode(error), error: failureOf(error) });
      return false;
    }
  }
}

/** How something is shown is settled with its first showing. */
function bodyOf({ flags, components }: Drawing, isChange: boolean) {
  const shown = isChange ? flags : flags | MessageFlags.Ephemeral;
  return { flags: shown, components: [...components], allowed_mentions: { parse: [] } };
}
