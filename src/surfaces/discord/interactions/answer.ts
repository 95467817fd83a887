import {
  type APIInteractionResponse,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import {
  callAgain,
  failureOf,
  logFailure,
  type PlatformAccess,
} from '#acts/gateway/platform-access.ts';
import { TOLD, type Told, tellWithRetries } from '#acts/gateway/private-ways.ts';
import { awaitWithTimeout } from '#foundation/timeout.ts';
import { ChatFault } from '#ports/chat.ts';
import type { Document } from '#presentation/format/document.ts';
import { discordCodeOf } from '../calls/faults.ts';
import { type Drawing, draw } from '../drawing/draw.ts';
import type { InteractionPayload } from './interaction-payload.ts';

/** Milliseconds in which Discord accepts answers to an interaction. */
const TOKEN_MS = 14.5 * 60_000;
/**
 * Far more than Discord accepts for the first answer: the library waits for rate limits as often as
 * it is asked to.
 */
const FIRST_MS = 10_000;

/**
 * Decides how the answer shows. A `command` first shows that the bot is thinking; a `click` shows
 * nothing; an `own` click is on a private message of the bot, which the answer replaces.
 */
export type InteractionKind = 'command' | 'click' | 'own';

type Sender = PlatformAccess & { readonly rest: REST };
type Interacted = Pick<InteractionPayload, 'id' | 'application_id' | 'token'>;

/**
 * `elsewhere`: another daemon's answer was there before ours. `lost`: too late, or Discord did not
 * take it.
 */
type FirstAnswer = 'shown' | 'lost' | 'elsewhere';

/** Answers one interaction: first within three seconds, then as often as needed. Never throws. */
export class InteractionAnswer {
  readonly #sender: Sender;
  readonly #interaction: Interacted;
  #kind: InteractionKind;
  readonly #startedAt: number;
  /** `null` before the first attempt. */
  #first: Promise<FirstAnswer> | null = null;
  /** The person sees “thinking…”, and no answer yet. */
  #isOwed = false;

  constructor(sender: Sender, interaction: Interacted, kind: InteractionKind) {
    this.#sender = sender;
    this.#interaction = interaction;
    this.#kind = kind;
    this.#startedAt = sender.clock.now();
  }

  /** If a form was opened, that was the first answer; this one follows it. */
  readonly acknowledge = async (answer: Document | null): Promise<Told> => {
    if (answer !== null && this.#first !== null)
      return { isTold: false, why: ['It has its first answer already.'] };
    return toldOf(await (answer === null ? this.claim() : this.show(draw(answer))));
  };

  /**
   * `false` if another daemon answers this interaction. Becomes its first answer, so no form can be
   * opened any more.
   */
  async isOurs(): Promise<boolean> {
    return (await this.claim()) !== 'elsewhere';
  }

  claim(): Promise<FirstAnswer> {
    if (this.#first !== null) return this.#first;
    if (this.#kind !== 'command')
      return this.#answer({ type: InteractionResponseType.DeferredMessageUpdate });
    this.#isOwed = true;
    const type = InteractionResponseType.DeferredChannelMessageWithSource;
    return this.#answer({ type, data: { flags: MessageFlags.Ephemeral } });
  }

  /** From now on the answer replaces the clicked message, whose offer is used up. */
  replaceClicked(): void {
    this.#kind = 'own';
  }

  show(drawing: Drawing): Promise<FirstAnswer> {
    const isOwn = this.#kind === 'own';
    const type = isOwn
      ? InteractionResponseType.UpdateMessage
      : InteractionResponseType.ChannelMessageWithSource;
    return this.#answer({ type, data: bodyOf(drawing, isOwn) } as APIInteractionResponse);
  }

  async open(modal: APIModalInteractionResponseCallbackData): Promise<void> {
    await this.#answer({ type: InteractionResponseType.Modal, data: modal });
  }

  async offer(
    choices: readonly { readonly name: string; readonly value: string }[],
  ): Promise<void> {
    const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
    await this.#answer({ type, data: { choices: [...choices] } });
  }

  readonly tell = async (answer: Document): Promise<Told> => {
    const { rest, clock } = this.#sender;
    const first = await this.#first;
    if (first !== 'shown') return toldOf(first ?? 'lost');
    if (clock.now() - this.#startedAt > TOKEN_MS)
      return { isTold: false, why: ['Discord takes no answer to this any more.'] };
    const { application_id, token } = this.#interaction;
    const isChange = this.#isOwed || this.#kind === 'own';
    const request = { body: bodyOf(draw(answer), isChange), auth: false };
    const call = () =>
      isChange
        ? rest.patch(Routes.webhookMessage(application_id, token, '@original'), request)
        : rest.post(Routes.webhook(application_id, token), request);
    const told = await tellWithRetries(this.#sender, call);
    if (told.isTold) this.#isOwed = false;
    return told;
  };

  async close(): Promise<void> {
    if (!this.#isOwed || (await this.#first) !== 'shown') return;
    this.#isOwed = false;
    const { application_id, token } = this.#interaction;
    const route = Routes.webhookMessage(application_id, token, '@original');
    await logFailure(
      this.#sender,
      'discord_promise_left',
      this.#sender.rest.delete(route, { auth: false }),
    );
  }

  #answer(body: APIInteractionResponse): Promise<FirstAnswer> {
    const tooLate = new AbortController();
    const late = (): FirstAnswer => {
      tooLate.abort(new ChatFault('It took too long.', 'refused'));
      this.#sender.log.warn('discord_not_answered', { code: null, error: 'It took too long.' });
      return 'lost';
    };
    this.#first ??= awaitWithTimeout(
      this.#send(body, tooLate.signal),
      FIRST_MS,
      late,
      this.#sender.clock,
    );
    return this.#first;
  }

  /** Nothing is sent once the signal is aborted: by then the person is told in another way. */
  async #send(body: APIInteractionResponse, signal: AbortSignal): Promise<FirstAnswer> {
    const { rest, log } = this.#sender;
    const { id, token } = this.#interaction;
    const route = Routes.interactionCallback(id, token);
    const request = { body, auth: false, signal };
    let mayBeShown = false;
    const send = async (): Promise<void> => {
      signal.throwIfAborted();
      try {
        await rest.post(route, request);
      } catch (error) {
        // An earlier attempt of ours succeeded, and its response was lost.
        if (mayBeShown && isAnswered(error)) return;
        const { kind, retryAfterMs } = this.#sender.faultOf(error);
        mayBeShown ||= kind === 'passing' && retryAfterMs === null;
        throw error;
      }
    };
    try {
      await callAgain(this.#sender, send);
      return 'shown';
    } catch (error) {
      if (signal.aborted) return 'lost';
      log.warn('discord_not_answered', {
        code: discordCodeOf(error),
        error: failureOf(this.#sender, error),
      });
      return isAnswered(error) ? 'elsewhere' : 'lost';
    }
  }
}

/** Another daemon tells the person what it answers itself. */
function toldOf(first: FirstAnswer): Told {
  return first === 'lost'
    ? { isTold: false, why: ['Discord did not take the first answer.'] }
    : TOLD;
}

function isAnswered(error: unknown): boolean {
  return discordCodeOf(error) === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
}

/** A change cannot make a message private, or public. */
function bodyOf({ flags, components }: Drawing, isChange: boolean) {
  const allFlags = isChange ? flags : flags | MessageFlags.Ephemeral;
  return { flags: allFlags, components: [...components], allowed_mentions: { parse: [] } };
}
