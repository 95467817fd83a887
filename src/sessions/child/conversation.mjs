/**
 * One turn in the child: assembles the request, asks the model, passes on tool calls, and asks
 * again until a terminal tool is accepted or the bounds are used up. Does no IO: sends messages
 * through `say` and is given the answers. The history is append-only, so each request begins with
 * the bytes of the previous one.
 */
import {
  askToShorten,
  firstMessageOf,
  makeReminder,
  nameInBackticks,
  sayEndedTwice,
  systemBlocksOf,
} from './prompt.mjs';

/** @typedef {import('./protocol.mjs').Assignment} Assignment */
/** @typedef {import('./protocol.mjs').ChildMessage} ChildMessage */
/** @typedef {import('./protocol.mjs').ParentMessageOf<'model_answer'>} ModelAnswer */
/** @typedef {import('./protocol.mjs').ParentMessageOf<'tool_answer'>} ToolAnswer */
/** @typedef {import('../../ports/model-messages.mjs').ModelMessage} ModelMessage */
/** @typedef {import('../../ports/model-messages.mjs').ToolUseBlock} ToolUseBlock */
/** @typedef {import('../../ports/model-messages.mjs').ToolResultBlock} ToolResultBlock */
/** @typedef {{ readonly callId: string, readonly name: string, readonly place: number }} Call */
/** @typedef {import('./protocol.mjs').ChildMessageOf<'gave_up'>['because']} Because */

/** The protocol's own bound on a request's messages; each exchange with the model adds two. */
const MESSAGES_PER_TURN = 200;
/**
 * Times that a model may pause one turn. It has no reason to, because the tools offered here run in
 * the parent.
 */
const PAUSES_PER_TURN = 5;
/** Calls of one answer that are carried out at the same time; any further ones get an error. */
const CALLS_AT_ONCE = 8;
/** Times to repeat a request that the model's own classifier refused. */
const ASKS_AFTER_REFUSAL = 1;
/**
 * Times to ask for a shorter version of an answer cut at the length limit, after raising the limit
 * once.
 */
const ASKS_TO_SHORTEN = 1;
const DETAIL_CHARACTERS = 1_000;

export class Conversation {
  /** @type {ModelMessage[]} */ #history;
  /** @type {Call[]} Calls of the last answer that are under way. */ #calls = [];
  /** @type {ToolResultBlock[]} Answers to the last answer's calls, each in its place. */
  #results = [];
  #callsToModel = 0;
  #callsToTools = 0;
  #asksAgain = 0;
  #pauses = 0;
  #cutOffs = 0;
  #modelRefusals = 0;
  #wrapsUp = false;
  /** @type {'model' | 'tool' | 'nothing'} */ #waitingFor = 'nothing';
  #turnId;
  #assignment;
  #say;

  /**
   * Begins the turn: the first request is sent before this returns.
   * @param {string} turnId
   * @param {Assignment} assignment
   * @param {(message: ChildMessage) => 'sent' | 'too_large'} say
   */
  constructor(turnId, assignment, say) {
    this.#turnId = turnId;
    this.#assignment = assignment;
    this.#say = say;
    this.#history = [firstMessageOf(assignment)];
    this.#askModel();
  }

  get turnId() {
    return this.#turnId;
  }

  get isOver() {
    return this.#waitingFor === 'nothing';
  }

  /**
   * From the next request on, tells the model to submit now. Does not interrupt a request under
   * way.
   */
  wrapUp() {
    this.#wrapsUp = true;
  }

  /**
   * Takes the model's answer; ignores an answer to an earlier request. Examines the stop reason
   * before the content.
   * @param {ModelAnswer} answer
   */
  modelAnswered(answer) {
    if (this.#waitingFor !== 'model' || answer.call !== this.#callsToModel) return;
    switch (answer.stop) {
      case 'refusal':
        return this.#handleRefusal(textOf(answer) || 'the model refused to answer');
      case 'context_exceeded':
        return this.#giveUp(
          'context_exceeded',
          'the conversation is longer than the model can read',
        );
      case 'max_tokens':
        return this.#cutOff(answer);
      case 'pause_turn':
        this.#pauses += 1;
        if (this.#pauses > PAUSES_PER_TURN)
          return this.#giveUp('other', 'the model paused too often');
        return this.#take(answer);
      case 'tool_use':
      case 'end_turn':
      case 'other':
        return this.#take(answer);
      default:
        return this.#giveUp('other', /** @satisfies {never} */ (answer.stop));
    }
  }

  /**
   * Takes a tool's answer; ignores an answer to a call that is not under way.
   * @param {ToolAnswer} answer
   */
  toolAnswered({ callId, ok, text, ends }) {
    const call = this.#calls.find((each) => each.callId === callId);
    const result = call === undefined ? undefined : this.#results[call.place];
    if (this.#waitingFor !== 'tool' || call === undefined || result === undefined) return;
    if (ends) {
      this.#waitingFor = 'nothing';
      return;
    }
    this.#results[call.place] = { ...result, text, isError: !ok };
    this.#calls = this.#calls.filter((each) => each !== call);
    if (!ok && this.#isTerminal(call)) {
      this.#asksAgain += 1;
      if (this.#asksAgain > this.#assignment.reasks) return this.#giveUp('refused_input', text);
    }
    if (this.#calls.length === 0) this.#goOn('');
  }

  /** @param {ModelAnswer} answer */
  #take(answer) {
    this.#rememberAnswer(answer);
    const uses = answer.content.filter((block) => block.type === 'tool_use');
    if (uses.length > 0) return this.#call(uses);
    if (answer.stop === 'pause_turn') return this.#goOn('Go on where you paused.');
    this.#askAgain(
      'no_tool',
      'the answer used no tool',
      'You have not used a tool, so nothing has been recorded. A call that is written as text must be the whole message.',
    );
  }

  /**
   * Drops an answer that was cut off, since half a tool call or half a thought cannot be sent back.
   * Repeats the request once (the parent raises the limit), then asks for a shorter answer.
   * @param {ModelAnswer} answer
   */
  #cutOff(answer) {
    const reason = 'the answer was cut at the length limit';
    this.#cutOffs += 1;
    if (this.#cutOffs > ASKS_TO_SHORTEN + 1) return this.#giveUp('max_tokens', reason);
    if (this.#cutOffs > 1) return this.#askAgain('max_tokens', reason, askToShorten(answer));
    this.#askTheSame(reason);
  }

  /**
   * Handles a refusal by the model's own classifier. The refused answer is not kept.
   * @param {string} words
   */
  #handleRefusal(words) {
    this.#modelRefusals += 1;
    if (this.#modelRefusals > ASKS_AFTER_REFUSAL) return this.#giveUp('model_refusal', words);
    this.#askTheSame('the model refused to answer');
  }

  /** @param {string} reason */
  #askTheSame(reason) {
    this.#say({ type: 'asked_again', turnId: this.#turnId, reason });
    this.#askModel();
  }

  /**
   * Carries out all tool calls of one answer at once. A terminal tool is carried out alone, because
   * results of other calls would come too late for it. Two terminal tools contradict each other, so
   * neither is carried out.
   * @param {readonly ToolUseBlock[]} uses
   */
  #call(uses) {
    const endings = uses.filter((use) => this.#isTerminal(use));
    if (endings.length > 1) return this.#refuseAll(uses, endings);
    const [ending] = endings;
    const callsToMake = ending === undefined ? uses.slice(0, CALLS_AT_ONCE) : [ending];
    this.#results = notCarriedOut(
      uses,
      ending === undefined
        ? `at most ${CALLS_AT_ONCE} calls of one answer are carried out.`
        : `the same answer calls ${nameInBackticks([ending.name])}, which ends the turn and is carried out alone.`,
    );
    this.#waitingFor = 'tool';
    this.#calls = callsToMake.map((use) => {
      this.#callsToTools += 1;
      return { callId: `call-${this.#callsToTools}`, name: use.name, place: uses.indexOf(use) };
    });
    for (const { callId, name, place } of this.#calls) {
      const input = uses[place]?.input;
      if (
        this.#say({ type: 'call_tool', turnId: this.#turnId, callId, name, input }) === 'too_large'
      ) {
        return this.#giveUp('other', `the input of ${name} is too large`);
      }
    }
  }

  /**
   * Refuses every call of an answer that would end its turn more than once.
   * @param {readonly ToolUseBlock[]} uses
   * @param {readonly ToolUseBlock[]} endings
   */
  #refuseAll(uses, endings) {
    const why = sayEndedTwice(endings.map(({ name }) => name));
    this.#results = notCarriedOut(uses, why);
    this.#askAgain('refused_input', `the answer ends the turn ${endings.length} times`, '');
  }

  /** @param {{ readonly name: string }} call */
  #isTerminal({ name }) {
    return this.#assignment.terminalTools.includes(name);
  }

  /**
   * @param {Because} because Reason for giving the turn up if it has been asked again too often.
   * @param {string} reason For the record.
   * @param {string} text For the model.
   */
  #askAgain(because, reason, text) {
    this.#asksAgain += 1;
    if (this.#asksAgain > this.#assignment.reasks) return this.#giveUp(because, reason);
    this.#say({ type: 'asked_again', turnId: this.#turnId, reason });
    this.#goOn(text);
  }

  /**
   * Appends the next message to the model (results first, as the API asks) and sends the next
   * request.
   * @param {string} text
   */
  #goOn(text) {
    const reminder = makeReminder(this.#assignment.terminalTools, text, this.#wrapsUp);
    this.#history.push({ role: 'user', content: [...this.#results, reminder] });
    this.#results = [];
    this.#askModel();
  }

  #askModel() {
    if (this.#history.length > MESSAGES_PER_TURN) {
      return this.#giveUp('other', `the turn took more than ${MESSAGES_PER_TURN} messages`);
    }
    this.#callsToModel += 1;
    this.#waitingFor = 'model';
    const request = { system: systemBlocksOf(this.#assignment), messages: this.#history };
    if (
      this.#say({ type: 'ask_model', turnId: this.#turnId, call: this.#callsToModel, request }) ===
      'too_large'
    ) {
      this.#giveUp(
        'context_exceeded',
        'the conversation is too large for one message to Charrette',
      );
    }
  }

  /**
   * Remembers an answer, unless it is empty: no endpoint accepts an empty message.
   * @param {ModelAnswer} answer
   */
  #rememberAnswer(answer) {
    const content = answer.content.flatMap(keepBlock);
    if (content.length > 0) this.#history.push({ role: 'assistant', content });
  }

  /**
   * @param {Because} because
   * @param {string} detail
   */
  #giveUp(because, detail) {
    this.#waitingFor = 'nothing';
    this.#say({
      type: 'gave_up',
      turnId: this.#turnId,
      because,
      detail: detail.slice(0, DETAIL_CHARACTERS).toWellFormed(),
    });
  }
}

/**
 * Returns an error for each call of an answer, in the order of the calls.
 * @param {readonly ToolUseBlock[]} uses
 * @param {string} why
 * @returns {ToolResultBlock[]}
 */
function notCarriedOut(uses, why) {
  return uses.map(({ id }) => ({
    type: 'tool_result',
    toolUseId: id,
    text: `Not carried out: ${why}`,
    isError: true,
  }));
}

/** @param {ModelAnswer} answer */
function textOf(answer) {
  return answer.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}

/**
 * Keeps thinking unchanged, in its place among other blocks. Drops empty text.
 * @param {ModelAnswer['content'][number]} block
 * @returns {ModelMessage['content']}
 */
function keepBlock(block) {
  switch (block.type) {
    case 'tool_use':
      return [{ ...block, input: asObject(block.input) }];
    case 'text':
      return block.text === '' ? [] : [{ type: 'text', text: block.text, cache: false }];
    default:
      return [block];
  }
}

/**
 * Replaces anything but an object by `{}`, since endpoints accept no other tool input. The tool's
 * result explains the fault.
 * @param {unknown} input
 */
function asObject(input) {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
}
