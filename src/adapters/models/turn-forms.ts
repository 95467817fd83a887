import type { FormPart } from '../../core/vocabulary/sets.ts';
import type { Clock } from '../../foundation/clock.ts';
import { shortenMessage } from '../../foundation/connection.ts';
import type { Log } from '../../foundation/log.ts';
import type { ModelReply, ModelRequest, RefusedForm, RefusedPart } from '../../ports/model.ts';
import type { ModelForm, ModelForms } from '../../ports/model-forms.ts';
import type { ModelContext } from '../../turns/model-context.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { choosePartToOmit, fingerprintOf, unsupportedPartsOf } from '../../turns/models/form.ts';
import { writeAsTexts } from './by-message.ts';

export interface FormOptions {
  readonly log: Log;
  readonly forms: ModelForms;
  readonly clock: Pick<Clock, 'now'>;
  readonly redact: (text: string) => string;
}

/**
 * Milliseconds until an endpoint is asked for the full form again: its refusal may have been a
 * mistake.
 */
const FRESH_MS = 24 * 60 * 60_000;

/**
 * Answers without a call after which a model is asked for calls as messages: the second one was
 * asked for a call.
 */
const MOST_SILENT = 2;
const NO_CALL = `${MOST_SILENT} texts, and no call of a tool`;
/** Ends of an answer that was the model's own choice. */
export const SPOKE: readonly ModelReply['stop'][] = ['end_turn', 'tool_use', 'other'];

/** The form of one turn's requests. It only gets plainer. */
class TurnForm {
  readonly #never: readonly FormPart[];
  readonly #redact: (text: string) => string;
  readonly #leftOut: RefusedPart[];
  /** Number of messages to send as text: those from before the last part was left out. */
  #texts = 0;
  #silentAnswers = 0;
  #hasCalled = false;
  /** How much of `leftOut` the store has; `null` if it does not know the endpoint. */
  kept: number | null;

  constructor(
    never: readonly FormPart[],
    known: readonly RefusedPart[] | null,
    redact: (text: string) => string,
  ) {
    this.#never = never;
    this.#leftOut = [...(known ?? [])];
    this.#redact = redact;
    this.kept = known?.length ?? null;
  }

  get partsLeftOut(): readonly RefusedPart[] {
    return this.#leftOut;
  }

  get without(): FormPart[] {
    return [...this.#never, ...this.#leftOut.map(({ part }) => part)];
  }

  /** Leaves out tool calls if the model does not call any tool although it was asked again. */
  noteAnswer({ content, stop }: ModelReply, request: ModelRequest): RefusedPart | null {
    this.#hasCalled ||= content.some(({ type }) => type === 'tool_use');
    if (this.#hasCalled || request.tools.length === 0 || !SPOKE.includes(stop)) return null;
    this.#silentAnswers += 1;
    return this.#silentAnswers < MOST_SILENT
      ? null
      : this.#leaveOut(['tool_calls'], NO_CALL, request);
  }

  /** True if a part was left out for silence, and nothing shows yet that this helps. */
  get isDoubtful(): boolean {
    return this.#silentAnswers >= MOST_SILENT && !this.#hasCalled;
  }

  /** Leaves out one of the parts that the endpoint named; `null` if none is left. */
  leaveOut({ named, said }: RefusedForm, request: ModelRequest): RefusedPart | null {
    return this.#leaveOut(named, said, request);
  }

  #leaveOut(
    named: readonly FormPart[],
    said: string,
    { messages }: ModelRequest,
  ): RefusedPart | null {
    const part = choosePartToOmit(this.without, named);
    if (part === null) return null;
    const left = { part, said: shortenMessage(this.#redact(said)) };
    this.#leftOut.push(left);
    // Thinking is accepted only in a request of the same form.
    this.#texts = messages.length;
    return left;
  }

  requestFor(request: ModelRequest): ModelRequest {
    const { messages } = request;
    const texts = this.without.includes('thoughts') ? messages.length : this.#texts;
    if (messages.length === 1 || texts === 0) return request;
    return {
      ...request,
      messages: [...writeAsTexts(messages.slice(0, texts)), ...messages.slice(texts)],
    };
  }
}

/** Forms of running turns, each starting from the last known form. */
export class TurnForms {
  readonly #options: FormOptions;
  readonly #forms = new WeakMap<object, TurnForm>();

  constructor(options: FormOptions) {
    this.#options = options;
  }

  /** Parts that a request leaves out at this point of its turn. */
  without(entry: ModelEntry, context: ModelContext): readonly FormPart[] {
    return this.#forms.get(turnOf(context))?.without ?? unsupportedPartsOf(entry);
  }

  async formOf(
    entry: ModelEntry,
    context: ModelContext,
    onPlainer: (left: RefusedPart) => void,
  ): Promise<TurnForm> {
    const begun = this.#forms.get(turnOf(context));
    if (begun !== undefined) return begun;
    const known = await this.#known(entry);
    const form = new TurnForm(unsupportedPartsOf(entry), known, this.#options.redact);
    this.#forms.set(turnOf(context), form);
    for (const left of known ?? []) onPlainer(left);
    return form;
  }

  say(
    { name: model }: ModelEntry,
    left: RefusedPart,
    onPlainer: (left: RefusedPart) => void,
  ): void {
    this.#options.log.warn('model_asked_plainer', { model, without: left.part });
    onPlainer(left);
  }

  async keep(entry: ModelEntry, form: TurnForm): Promise<void> {
    const { partsLeftOut: leftOut } = form;
    if (leftOut.length === form.kept || form.isDoubtful) return;
    form.kept = leftOut.length;
    const { forms, clock, log } = this.#options;
    const { baseUrl: endpoint, id: model } = entry;
    try {
      await forms.keep({
        endpoint,
        model,
        mark: fingerprintOf(entry),
        leftOut: [...leftOut],
        at: clock.now(),
      });
    } catch (error) {
      log.warn('model_form_not_kept', { model: entry.name, error });
    }
  }

  async #known(entry: ModelEntry): Promise<ModelForm['leftOut'] | null> {
    const { forms, clock, log } = this.#options;
    try {
      const found = await forms.findForm(entry.baseUrl, entry.id);
      const isFresh = found !== null && clock.now() - found.at < FRESH_MS;
      return isFresh && found.mark === fingerprintOf(entry) ? found.leftOut : null;
    } catch (error) {
      log.warn('model_form_not_read', { model: entry.name, error });
      return null;
    }
  }
}

/**
 * A turn has one `ask` for all of its calls. A question about a record has one or two calls of its
 * own.
 */
function turnOf(context: ModelContext): object {
  return context.ask ?? context;
}
