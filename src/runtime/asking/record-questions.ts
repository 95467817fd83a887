import { whyNotAsk } from '../../core/afterwards/afterwards.ts';
import { ANSWER_QUESTION, AnswerToQuestion, groundedAnswer } from '../../core/afterwards/grounded.ts';
import { type RecordPlace, recordPlaces } from '../../core/afterwards/places.ts';
import { questionsAskedOf } from '../../core/afterwards/standing.ts';
import { whyNotOwnName } from '../../core/question/own-name.ts';
import { IS_SET_ASIDE } from '../../core/telling/facts/set-aside.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { type CommandOf, type Refusal, refuse } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { EventOf, RecordSentence } from '../../core/vocabulary/events.ts';
import { cutText, storable } from '../../core/vocabulary/text.ts';
import { cameBy, type Signed } from '../../core/vocabulary/via.ts';
import { DAY_MS, dayBeganAt } from '../day.ts';
import type { Ceilings } from '../engine/ceilings.ts';
import type { Parts } from '../engine/parts.ts';
import { digestOf } from '../message/digest.ts';
import { type ModelContext, ModelFault, type ModelReply, type ModelRequest } from '../ports/model.ts';
import type { InboxAnswer } from '../ports/store.ts';
import { SpendingAccount } from '../spending-account.ts';
import type { ModelCall } from '../turn/model-broker.ts';
import { AskingLimits } from './limits.ts';
import { modelForRecord } from './model-for-record.ts';
import { leastUsd, type QuestionPrice, questionPrice } from './price.ts';
import { ATTEMPTS, QUESTION_BOUNDS, questionRequest } from './question-request.ts';

/** Milliseconds for one attempt at an answer, retries included. A person waits for it. */
const ANSWER_MS = 60_000;

/** A question of a person about a design that has ended. */
export interface RecordQuestion extends Signed {
  readonly question: string;
  /** The person's id on the platform, where it is known. */
  readonly byId?: string;
  /** The answer is for this person alone. */
  readonly isPrivate?: boolean;
}

/**
 * The result of a question. `busy`: a bound was met that passes by itself; `failed`: no answer came, which may be different in a
 * moment.
 */
export type Asked =
  | { readonly ok: true; readonly design: Design; readonly asked: EventOf<'record_asked'> }
  | { readonly ok: false; readonly why: 'refused' | 'busy' | 'failed'; readonly refusal: Refusal };

type AskingParts = Pick<
  Parts,
  | 'store'
  | 'clock'
  | 'identifiers'
  | 'log'
  | 'redact'
  | 'personas'
  | 'callModel'
  | 'bounds'
  | 'defaultModel'
  | 'models'
  | 'familyOf'
  | 'priceOf'
  | 'rehearsal'
>;

/** The engine's part in it. */
interface AskingEngine {
  design(id: Design['id']): Promise<Design | null>;
  command(
    id: Design['id'],
    command: CommandOf<'record_answer'>,
    key: string,
  ): { readonly answered: Promise<InboxAnswer> };
}

const NO_MODEL = refuse(
  'not_open',
  'No model that took part in this design, nor another of their families, is set up here: a question would send its record to a vendor that has not had it. Add one of them to models.yaml.',
);

/** All that is on record of a question asked in private: its words and its answer are for who asked alone (A18). */
const PRIVATE = { question: '', isPrivate: true } as const;

/** A question spends nothing of its design’s own budget. */
const NO_OWN_BUDGET = { budgetUsd: null, spending: () => ({ spentUsd: 0, underWayUsd: 0 }) };

interface Answered {
  readonly answer: readonly RecordSentence[];
  /** `null`: the price is not known. */
  readonly costUsd: number | null;
}

/**
 * Answers questions about ended designs from their records: one model call each, by the same broker, bounds and budget as those of
 * turns, whose every sentence code looks up (J14). What was asked is not on record before it is answered: where this process dies
 * meanwhile, the person asks again.
 */
export class RecordQuestions {
  readonly #parts: AskingParts;
  readonly #engine: AskingEngine;
  readonly #ceilings: Ceilings;
  readonly #limits: AskingLimits;

  constructor(parts: AskingParts, engine: AskingEngine, ceilings: Ceilings) {
    this.#parts = parts;
    this.#engine = engine;
    this.#ceilings = ceilings;
    this.#limits = new AskingLimits(parts.store, parts.clock);
  }

  /**
   * Asks, and records the answer under this key, once (P5). Refuses before the end. Rejects with `BusyError` when the answer is stored
   * and was not recorded in time.
   */
  async ask(id: Design['id'], given: RecordQuestion, key: string): Promise<Asked> {
    const summary = await this.#parts.store.summary(id);
    if (summary?.setAside !== undefined)
      return { ok: false, why: 'refused', refusal: refuse('not_open', IS_SET_ASIDE) };
    const design = await this.#engine.design(id);
    if (design !== null) return this.#askOf(design, given, key);
    return { ok: false, why: 'refused', refusal: refuse('not_started', 'There is no such design.') };
  }

  async #askOf(design: Design, given: RecordQuestion, key: string): Promise<Asked> {
    const question = this.#parts.redact(storable(given.question)).trim();
    const refusal = this.#whyNot(design, question, given);
    if (refusal !== null) return { ok: false, why: 'refused', refusal };
    const model = this.#modelFor(design);
    if (model === null) return { ok: false, why: 'refused', refusal: NO_MODEL };
    const person = digestOf(personOf(given));
    const busy = await this.#limits.enter(design.id, person);
    if (busy !== null) return { ok: false, why: 'busy', refusal: refuse('not_open', busy) };
    try {
      const answered = await this.#answer(design, { question, model }, await this.#account(person));
      if (!('answer' in answered)) return { ok: false, why: 'failed', refusal: answered };
      const { by, byId, via, isPrivate } = given;
      const asked = {
        question,
        answer: [...answered.answer],
        costUsd: answered.costUsd,
        by,
        ...(byId === undefined ? {} : { byId }),
        ...cameBy(via),
        ...(this.#parts.rehearsal ? { isRehearsal: true as const } : {}),
      };
      const kept = isPrivate === true ? { ...asked, ...PRIVATE, answer: [] } : asked;
      const recorded = await this.#engine.command(design.id, { type: 'record_answer', ...kept }, key)
        .answered;
      if (!recorded.accepted) return { ok: false, why: 'refused', refusal: recorded.refusal };
      if (isPrivate !== true) return await this.#asked(design, question);
      const at = this.#parts.clock.now();
      return { ok: true, design, asked: { type: 'record_asked', at, ...asked, isPrivate } };
    } finally {
      this.#limits.leave(design.id);
    }
  }

  #whyNot(design: Design, question: string, { by, byId, via }: RecordQuestion): Refusal | null {
    const notOpen = whyNotAsk(design);
    if (notOpen !== null) return notOpen;
    if (question === '') return refuse('invalid', 'The question is empty. Write some text.', 'question');
    const most = BOUNDS.questionAskedCharacters;
    if (question.length > most) {
      const message = `The question has ${question.length} characters; at most ${most} are taken.`;
      return refuse('invalid', message, 'question');
    }
    const profiles = this.#parts.personas.map(({ profile }) => profile);
    const empty = { question: '', answer: [], costUsd: null };
    const signed = { by, ...(byId === undefined ? {} : { byId }), ...cameBy(via) };
    return whyNotOwnName(profiles, { type: 'record_answer', ...empty, ...signed });
  }

  /** The newest answer to these words, as it is on record. */
  async #asked({ id }: Design, question: string): Promise<Asked> {
    const design = await this.#engine.design(id);
    const asked =
      design === null ? undefined : questionsAskedOf(design).findLast((each) => each.question === question);
    if (design === null || asked === undefined)
      throw new Error('broken invariant: an answer that was accepted is not on record');
    return { ok: true, design, asked };
  }

  /** Opens the account of a question, which counts from now on. */
  async #account(person: string): Promise<SpendingAccount> {
    const { store, clock, identifiers } = this.#parts;
    const askedAt = clock.now();
    const question = { id: identifiers.uuid(), person, askedAt };
    const account = new SpendingAccount(store, question, dayBeganAt(askedAt) - DAY_MS);
    await account.keep();
    return account;
  }

  /** Returns the price of a question about this design; `null` where the model costs nothing, or its price is not known. */
  price(design: Design): QuestionPrice | null {
    const { rehearsal, priceOf } = this.#parts;
    const model = this.#modelFor(design);
    return rehearsal || model === null ? null : questionPrice(recordPlaces(design), model, priceOf);
  }

  #modelFor(design: Design): string | null {
    const { rehearsal, defaultModel } = this.#parts;
    return rehearsal ? defaultModel : modelForRecord(design, this.#parts);
  }

  async #answer(
    design: Design,
    { question, model }: { readonly question: string; readonly model: string },
    account: SpendingAccount,
  ): Promise<Answered | Refusal> {
    const places = recordPlaces(design);
    let problems: readonly string[] = [];
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const request = questionRequest(question, places, model, problems);
      const reply = await this.#reply(request, { question, places }, account);
      if ('message' in reply) return reply;
      const { costUsd } = account;
      const judged = judge(places, reply.content);
      if (judged.answer.length > 0 || judged.problems.length === 0) return { answer: judged.answer, costUsd };
      problems = judged.problems;
      this.#parts.log.info('question_reasked', { designId: design.id, attempt });
    }
    return { answer: [], costUsd: account.costUsd };
  }

  /** One answer of the model; a refusal for people where there is none. What its calls cost stands in the account by then. */
  async #reply(
    request: ModelRequest,
    context: ModelContext,
    account: SpendingAccount,
  ): Promise<Pick<ModelReply, 'content'> | Refusal> {
    const { clock, log } = this.#parts;
    const call = this.#call(request, context, account);
    using _timer = clock.at(clock.now() + ANSWER_MS, () => call.abort());
    try {
      const { content, costUsd } = await call.answer;
      account.add(costUsd);
      return { content };
    } catch (error) {
      if (!(error instanceof ModelFault)) throw error;
      log.warn('question_not_answered', { fault: error.kind });
      return refuse('not_open', failureWords(error));
    } finally {
      await account.keep();
    }
  }

  #call(request: ModelRequest, context: ModelContext, account: SpendingAccount): ModelCall {
    const { callModel, bounds, clock, log, priceOf } = this.#parts;
    const least = leastUsd(request, priceOf);
    return callModel({
      request,
      context,
      prefix: '',
      bounds: { ...bounds, maxOutputTokens: QUESTION_BOUNDS.outputTokens, modelRetries: 1 },
      deadlineAt: clock.now() + ANSWER_MS,
      admit: (_, begin, signal) => {
        const enter = async () => {
          begin();
          await account.keep(least);
        };
        return this.#ceilings.admit({ model: request.model, ...NO_OWN_BUDGET }, enter, signal);
      },
      observer: {
        firstToken: () => undefined,
        failed: () => undefined,
        // It may come once the person has their answer.
        unanswered: (_, { costUsd }) => {
          account.add(costUsd);
          account.keep().catch((error: unknown) => log.warn('question_cost_not_kept', { error }));
        },
      },
    });
  }
}

/** What holds of an answer. Only the first call of the tool is heard, and nothing that is written beside it. */
function judge(
  places: readonly RecordPlace[],
  content: ModelReply['content'],
): ReturnType<typeof groundedAnswer> {
  const call = content.find((block) => block.type === 'tool_use' && block.name === ANSWER_QUESTION);
  if (call?.type !== 'tool_use')
    return { answer: [], problems: [`It was not given by a call of ${ANSWER_QUESTION}.`] };
  const parsed = AnswerToQuestion.safeParse(call.input);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 5);
    return {
      answer: [],
      problems: issues.map(({ path, message }) => cutText(`${path.join('.')}: ${message}`, 200)),
    };
  }
  return groundedAnswer(places, parsed.data);
}

function failureWords({ kind }: ModelFault): string {
  if (kind === 'budget_used_up')
    return 'Today’s budget is used up, so the record cannot be asked. Ask again after midnight UTC.';
  const [what, next] =
    kind === 'unauthorized'
      ? ['The model refused our key (401)', 'Tell whoever runs Charrette.']
      : [`The model did not answer (${kind.replaceAll('_', ' ')})`, 'Ask again in a moment.'];
  return `${what}. ${next}`;
}

function personOf({ by, byId, via }: RecordQuestion): string {
  return JSON.stringify([via?.way ?? '', via?.token ?? '', byId ?? by]);
}
