/**
 * Answers to people's questions about a design: facts by code, at once and free; anything else by
 * one model call over the record, sentence by sentence with its source.
 */

import { questionsAskedOf } from '../../core/follow-up/decision-status.ts';
import { refuseAsking, refuseOneMoreQuestion } from '../../core/follow-up/follow-up.ts';
import { ANSWER_QUESTION, AnswerToQuestion, checkGrounds } from '../../core/follow-up/grounded.ts';
import { listRecordPlaces, type RecordPlace } from '../../core/follow-up/places.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { type CommandOf, type Refusal, refuse } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import type { Fact } from '../../core/vocabulary/sets.ts';
import { findSizeProblem } from '../../core/vocabulary/text.ts';
import { type Signed, signatureOf } from '../../core/vocabulary/via.ts';
import { cutText, makeStorable } from '../../foundation/cut-text.ts';
import { DAY_MS, dayStartOf } from '../../foundation/day.ts';
import { digestOf } from '../../foundation/digest.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { No } from '../../foundation/no.ts';
import { ModelFault, type ModelReply, type ModelRequest } from '../../ports/model.ts';
import type { InboxAnswer } from '../../ports/store.ts';
import { findFacts, listFactPlaces } from '../../presentation/answers/facts.ts';
import { addPage } from '../../presentation/format/page-address.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { IS_SET_ASIDE } from '../../presentation/words/set-aside.ts';
import type { ModelCall } from '../../turns/model-broker.ts';
import type { ModelContext } from '../../turns/model-context.ts';
import { parseWithRepairs } from '../../turns/models/repair.ts';
import type { Ceilings } from '../limits/ceilings.ts';
import { countAs } from '../limits/counted.ts';
import type { Parts } from '../parts/parts.ts';
import { AskingLimits } from './limits.ts';
import { chooseModelForRecord } from './model-for-record.ts';
import { estimateMostUsd } from './price.ts';
import { ATTEMPTS, makeQuestionRequest } from './question-request.ts';
import { SpendingAccount } from './spending-account.ts';

/** Milliseconds per attempt at an answer, with retries. A person waits. */
const ANSWER_MS = 60_000;

/**
 * A person's question about a design. `about`: a fact, or the record in any case; absent: code
 * looks at the words.
 */
export interface RecordQuestion extends Signed {
  readonly question: string;
  readonly about?: Fact | 'record' | undefined;
  readonly byId?: string;
  readonly isPrivate?: boolean;
  readonly replyId?: string;
}

/** `busy`: a limit that passes by itself, in words. */
export type Asked =
  | { readonly kind: 'facts'; readonly design: Design; readonly facts: readonly Fact[] }
  | { readonly kind: 'answered'; readonly design: Design; readonly asked: EventOf<'record_asked'> }
  | { readonly kind: 'busy'; readonly words: string }
  | No<Refusal>;

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
  | 'publicUrl'
>;

interface AskingEngine {
  design(id: Design['id']): Promise<Design | null>;
  command(
    id: Design['id'],
    command: CommandOf<'record_answer'>,
    key: string,
  ): { readonly answered: Promise<InboxAnswer> };
}

const NO_MODEL =
  'No model of this design or of the same families is set up here, and its record is sent to no other vendor. Add such a model to models.yaml.';
/** All that is recorded of a private question: its words and answer are for the asker alone. */
const PRIVATE = { question: '', isPrivate: true } as const;

/** Questions spend nothing of their design's own budget. */
const NO_OWN_BUDGET = { budgetUsd: null, spending: () => ({ spentUsd: 0, underWayUsd: 0 }) };

type Answered = Pick<EventOf<'record_asked'>, 'isRehearsal' | 'answer'>;

/**
 * Answers questions about designs. Code tells facts at once and stores nothing. Everything else is
 * one call with the record, with the broker, bounds and budget of turns, and code checks each
 * sentence. A question is recorded only with its answer: if this process dies in between, the
 * person asks again.
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
   * Answers, and records an answer from the record under this key, once. Refuses the record before
   * a gate or the end. Rejects with `BusyError` if the stored answer was not recorded in time.
   */
  async ask(id: Design['id'], recordQuestion: RecordQuestion, key: string): Promise<Asked> {
    const summary = await this.#parts.store.summary(id);
    if (summary?.setAside !== undefined) return new No(refuse('not_open', IS_SET_ASIDE));
    const design = await this.#engine.design(id);
    if (design === null) return new No(refuse('not_started', 'There is no such design.'));
    const { about } = recordQuestion;
    const question = this.#parts.redact(makeStorable(recordQuestion.question)).trim();
    if (about !== undefined && about !== 'record') return this.#showFacts(design, [about]);
    const facts = about === undefined ? findFacts(question) : [];
    return facts.length > 0
      ? this.#showFacts(design, facts)
      : this.#fromRecord(design, { ...recordQuestion, question }, key);
  }

  #showFacts(design: Design, facts: readonly Fact[]): Asked {
    return { kind: 'facts', design: this.#addPage(design), facts };
  }

  async #fromRecord(design: Design, recordQuestion: RecordQuestion, key: string): Promise<Asked> {
    const refusal = this.#whyNot(design, recordQuestion);
    if (refusal !== null) return new No(refusal);
    const { question, by, byId = '', via, replyId } = recordQuestion;
    const { rehearsal } = this.#parts;
    const who = countAs({ rehearsal, token: via?.token, id: byId, name: by });
    const person = digestOf(who.key);
    const busy = await this.#limits.enter(design.id, person, who);
    if (busy !== null) return { kind: 'busy', words: busy };
    try {
      const account = await this.#account(person);
      const result = await this.#findAnswer(design, question, account);
      if (result instanceof No) return result;
      const exchange = { question, ...result, costUsd: account.costUsd };
      const entry = { ...exchange, ...keepDefined({ replyId }), ...signatureOf(recordQuestion) };
      if (recordQuestion.isPrivate !== true) return await this.#record(design, entry, key);
      const outcome = await this.#record(design, { ...entry, ...PRIVATE, answer: [] }, key);
      return outcome.kind === 'answered'
        ? { ...outcome, asked: { ...outcome.asked, ...exchange } }
        : outcome;
    } finally {
      this.#limits.leave(design.id);
    }
  }

  async #record(
    design: Design,
    entry: Omit<CommandOf<'record_answer'>, 'type'>,
    key: string,
  ): Promise<Asked> {
    const inboxAnswer = await this.#engine.command(
      design.id,
      { type: 'record_answer', ...entry },
      key,
    ).answered;
    if (!inboxAnswer.accepted) return new No(inboxAnswer.refusal);
    const after = await this.#engine.design(design.id);
    const event =
      after === null
        ? undefined
        : questionsAskedOf(after).findLast((each) => each.question === entry.question);
    if (after === null || event === undefined)
      throw new Error('broken invariant: an answer that was accepted is not on record');
    return { kind: 'answered', design: this.#addPage(after), asked: event };
  }

  #addPage(design: Design): Design {
    return addPage(design, this.#parts.publicUrl);
  }

  #whyNot(design: Design, { question }: RecordQuestion): Refusal | null {
    const notOpen = refuseAsking(design) ?? refuseOneMoreQuestion(design);
    if (notOpen !== null) return notOpen;
    const problem = findSizeProblem('question', question, BOUNDS.questionAskedCharacters);
    return problem === null ? null : refuse('invalid', problem, 'text');
  }

  async #account(person: string): Promise<SpendingAccount> {
    const { store, clock, identifiers } = this.#parts;
    const askedAt = clock.now();
    const question = { id: identifiers.uuid(), person, askedAt };
    const account = new SpendingAccount(store, question, dayStartOf(askedAt) - DAY_MS);
    await account.keep();
    return account;
  }

  /** USD that a question about this design costs at most; `null` if it is free or unknown. */
  mostUsd(design: Design): number | null {
    const { rehearsal, priceOf } = this.#parts;
    const model = this.#modelFor(design);
    return rehearsal || model === null ? null : estimateMostUsd(placesOf(design), model, priceOf);
  }

  #modelFor(design: Design): string | null {
    const { rehearsal, defaultModel } = this.#parts;
    return rehearsal ? defaultModel : chooseModelForRecord(design, this.#parts);
  }

  async #findAnswer(
    design: Design,
    question: string,
    account: SpendingAccount,
  ): Promise<Answered | No<Refusal>> {
    const model = this.#modelFor(design);
    if (model === null) return new No(refuse('not_open', NO_MODEL));
    const mark = this.#parts.rehearsal ? ({ isRehearsal: true } as const) : {};
    // At a gate the question itself is on record, as its author's words.
    const isQuestion = ({ name, text }: RecordPlace) =>
      name.startsWith('R') && text.endsWith(question);
    const places = placesOf(design).filter((place) => !isQuestion(place));
    let problems: readonly string[] = [];
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const request = makeQuestionRequest(question, places, model, problems);
      const reply = await this.#reply(request, { ask: null, question, places }, account);
      if (reply instanceof No) return reply;
      const verdict = judge(places, reply);
      if (verdict.answer.length > 0 || verdict.problems.length === 0)
        return { answer: [...verdict.answer], ...mark };
      problems = verdict.problems;
      this.#parts.log.info('question_reasked', { designId: design.id, attempt });
    }
    return { answer: [], ...mark };
  }

  /** One answer of the model. The cost is in the account by then. */
  async #reply(
    request: ModelRequest,
    context: ModelContext,
    account: SpendingAccount,
  ): Promise<ModelReply['content'] | No<Refusal>> {
    const { clock, log } = this.#parts;
    const call = this.#call(request, context, account);
    using _timer = clock.at(clock.now() + ANSWER_MS, () => call.abort());
    try {
      const { content, costUsd } = await call.answer;
      account.add(costUsd);
      return content;
    } catch (error) {
      if (!(error instanceof ModelFault)) throw error;
      log.warn('question_not_answered', { fault: error.kind });
      return new No(refuse('not_open', failureWords(error)));
    } finally {
      await account.keep();
    }
  }

  #call(request: ModelRequest, context: ModelContext, account: SpendingAccount): ModelCall {
    const { callModel, bounds, clock, log } = this.#parts;
    const { model, maxOutputTokens } = request;
    return callModel({
      request,
      context,
      prefix: '',
      bounds: { ...bounds, maxOutputTokens, modelRetries: 1 },
      deadlineAt: clock.now() + ANSWER_MS,
      admit: (_, asking, signal) => {
        const reserve = (usd: number | null) => {
          asking.reserve(usd);
          return account.keep(usd ?? 0);
        };
        // Never asked with a smaller bound, since its answer is short.
        const whole = {
          ...NO_OWN_BUDGET,
          usualOutputTokens: maxOutputTokens,
          countsAt: clock.now(),
        };
        return this.#ceilings.admit({ ...asking, ...whole, model, reserve }, signal);
      },
      observer: {
        onFirstToken: () => undefined,
        onFailed: () => undefined,
        onPlainer: () => undefined,
        // May come after the person has their answer.
        onUnanswered: (_, { costUsd }) => {
          account.add(costUsd);
          account.keep().catch((error: unknown) => log.warn('question_cost_not_kept', { error }));
        },
      },
    });
  }
}

/** Everything that an answer may cite. */
function placesOf(design: Design): RecordPlace[] {
  return [...listRecordPlaces(design), ...listFactPlaces(viewOf(design))];
}

/** Checks an answer. Only the first call of the tool counts, and no text beside it. */
function judge(
  places: readonly RecordPlace[],
  content: ModelReply['content'],
): ReturnType<typeof checkGrounds> {
  const call = content.find((block) => block.type === 'tool_use' && block.name === ANSWER_QUESTION);
  if (call?.type !== 'tool_use')
    return { answer: [], problems: [`It was not given by a call of ${ANSWER_QUESTION}.`] };
  const { parsed } = parseWithRepairs(AnswerToQuestion, call.input);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 5);
    return {
      answer: [],
      problems: issues.map(({ path, message }) => cutText(`${path.join('.')}: ${message}`, 200)),
    };
  }
  return checkGrounds(places, parsed.data);
}

function failureWords({ kind }: ModelFault): string {
  if (kind === 'budget_used_up')
    return 'Today’s budget is used up, so this question cannot be answered. Ask again after midnight UTC.';
  const [what, next] =
    kind === 'unauthorized'
      ? ['The model refused our key (401)', 'Tell the operator of Charrette.']
      : [`The model did not answer (${kind.replaceAll('_', ' ')})`, 'Ask again in a moment.'];
  return `${what}. ${next}`;
}
