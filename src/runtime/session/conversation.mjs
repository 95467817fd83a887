/**
 * One turn as the child holds it: the request is assembled, the model is asked, its tool calls are passed on, and it
 * is asked again until a terminal tool is accepted or the bounds are used up. Without IO of its own: what it wants
 * said goes through `say`, what is answered is fed in. The history is only ever appended to, so that each request
 * begins with the bytes of the one before it.
 */
import { firstMessage, reminder, systemBlocks } from './prompt.mjs';

/** @typedef {import('./protocol.mjs').Assignment} Assignment */
/** @typedef {import('./protocol.mjs').ChildMessage} ChildMessage */
/** @typedef {import('./protocol.mjs').ParentMessageOf<'model_answer'>} ModelAnswer */
/** @typedef {import('./protocol.mjs').ParentMessageOf<'tool_answer'>} ToolAnswer */
/** @typedef {import('./protocol.mjs').ModelMessage} ModelMessage */
/** @typedef {import('./protocol.mjs').ToolUseBlock} ToolUseBlock */
/** @typedef {import('./protocol.mjs').ToolResultBlock} ToolResultBlock */
/** @typedef {import('./protocol.mjs').ChildMessageOf<'gave_up'>['because']} Because */

/** The protocol's own bound on a request's messages; each exchange with the model adds two. */
const MESSAGES_PER_TURN = 200;
/** Times that a model may pause one turn. The tools offered here run in the parent, so it has no reason to. */
const PAUSES_PER_TURN = 5;
const DETAIL_CHARACTERS = 1_000;

/**
 * Begins the turn: the first request is sent before this returns.
 * @param {string} turnId
 * @param {Assignment} assignment
 * @param {(message: ChildMessage) => 'sent' | 'too_large'} say
 */
export function startConversation(turnId, assignment, say) {
  return new Conversation(turnId, assignment, say);
}

export class Conversation {
  /** @type {ModelMessage[]} */ #history;
  /** @type {ToolUseBlock[]} Calls of the last answer that are still to be made, the one under way first. */ #calls =
    [];
  /** @type {ToolResultBlock[]} Answers to the calls of the last answer. */ #results = [];
  #callsToModel = 0;
  #callsToTools = 0;
  #asksAgain = 0;
  #pauses = 0;
  #wrapsUp = false;
  /** @type {'model' | 'tool' | 'nothing'} */ #waitingFor = 'nothing';
  #turnId;
  #assignment;
  #say;

  /**
   * @param {string} turnId
   * @param {Assignment} assignment
   * @param {(message: ChildMessage) => 'sent' | 'too_large'} say
   */
  constructor(turnId, assignment, say) {
    this.#turnId = turnId;
    this.#assignment = assignment;
    this.#say = say;
    this.#history = [firstMessage(assignment)];
    this.#askModel();
  }

  get turnId() {
    return this.#turnId;
  }

  get ended() {
    return this.#waitingFor === 'nothing';
  }

  /** From the next request on, the model is told to submit now. One that is under way is not interrupted. */
  wrapUp() {
    this.#wrapsUp = true;
  }

  /**
   * An answer to an earlier request is ignored. Why the model stopped is looked at before what it said.
   * @param {ModelAnswer} answer
   */
  modelAnswered(answer) {
    if (this.#waitingFor !== 'model' || answer.call !== this.#callsToModel) return;
    switch (answer.stop) {
      case 'refusal':
        return this.#giveUp('model_refusal', textOf(answer) || 'the model refused to answer');
      case 'context_exceeded':
        return this.#giveUp('context_exceeded', 'the conversation is longer than the model can read');
      case 'max_tokens':
        return this.#cutOff(answer);
      case 'pause_turn':
        this.#pauses += 1;
        if (this.#pauses > PAUSES_PER_TURN) return this.#giveUp('other', 'the model paused too often');
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
   * An answer to another call than the one under way is ignored.
   * @param {ToolAnswer} answer
   */
  toolAnswered(answer) {
    const [call, ...rest] = this.#calls;
    if (this.#waitingFor !== 'tool' || call === undefined || answer.callId !== this.#callId()) return;
    if (answer.ends) {
      this.#waitingFor = 'nothing';
      return;
    }
    this.#results.push({ type: 'tool_result', toolUseId: call.id, text: answer.text, isError: !answer.ok });
    this.#calls = rest;
    if (!answer.ok && this.#assignment.terminalTools.includes(call.name)) {
      this.#asksAgain += 1;
      if (this.#asksAgain > this.#assignment.reasks) return this.#giveUp('refused_input', answer.text);
    }
    this.#callNextTool();
  }

  /** @param {ModelAnswer} answer */
  #take(answer) {
    this.#rememberAnswer(answer);
    this.#calls = answer.content.filter((block) => block.type === 'tool_use');
    if (this.#calls.length > 0) return this.#callNextTool();
    if (answer.stop === 'pause_turn') return this.#goOn('Go on where you paused.');
    this.#askAgain(
      'no_tool',
      'the answer used no tool',
      'You have not used a tool, so nothing has been recorded.',
    );
  }

  /**
   * An answer that was cut may end in half a tool call: none of its calls is made, and each is answered as an error.
   * @param {ModelAnswer} answer
   */
  #cutOff(answer) {
    this.#rememberAnswer(answer);
    for (const block of answer.content) {
      if (block.type !== 'tool_use') continue;
      const text = 'Not carried out: your answer was cut at the length limit.';
      this.#results.push({ type: 'tool_result', toolUseId: block.id, text, isError: true });
    }
    this.#askAgain(
      'max_tokens',
      'the answer was cut at the length limit',
      'Your answer was cut at the length limit, so nothing of it was used. Be shorter.',
    );
  }

  /**
   * Calls are made one after the other, because an accepted terminal tool ends the turn and with it the rest.
   */
  #callNextTool() {
    const [call] = this.#calls;
    if (call === undefined) return this.#goOn('');
    this.#callsToTools += 1;
    this.#waitingFor = 'tool';
    const callId = this.#callId();
    const { name, input } = call;
    if (this.#say({ type: 'call_tool', turnId: this.#turnId, callId, name, input }) === 'too_large') {
      this.#giveUp('other', `the input of ${name} is too large`);
    }
  }

  #callId() {
    return `call-${this.#callsToTools}`;
  }

  /**
   * @param {Because} because Why the turn is given up when it has been asked again too often.
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
   * Appends what the model is told next (results first, as the API asks) and sends the next request.
   * @param {string} text
   */
  #goOn(text) {
    const told = reminder(this.#assignment.terminalTools, text, this.#wrapsUp);
    this.#history.push({ role: 'user', content: [...this.#results, told] });
    this.#results = [];
    this.#askModel();
  }

  #askModel() {
    if (this.#history.length > MESSAGES_PER_TURN) {
      return this.#giveUp('other', `the turn took more than ${MESSAGES_PER_TURN} messages`);
    }
    this.#callsToModel += 1;
    this.#waitingFor = 'model';
    const request = { system: systemBlocks(this.#assignment), messages: this.#history };
    if (
      this.#say({ type: 'ask_model', turnId: this.#turnId, call: this.#callsToModel, request }) ===
      'too_large'
    ) {
      this.#giveUp('context_exceeded', 'the conversation is larger than one message to Charrette may be');
    }
  }

  /**
   * An answer without content is left out, since no endpoint takes an empty message back.
   * @param {ModelAnswer} answer
   */
  #rememberAnswer(answer) {
    /** @type {ModelMessage['content']} */
    const content = [];
    for (const block of answer.content) {
      if (block.type === 'tool_use') content.push({ ...block, input: asObject(block.input) });
      else if (block.text !== '') content.push({ type: 'text', text: block.text, cache: false });
    }
    if (content.length > 0) this.#history.push({ role: 'assistant', content });
  }

  /**
   * @param {Because} because
   * @param {string} detail
   */
  #giveUp(because, detail) {
    this.#waitingFor = 'nothing';
    this.#say({ type: 'gave_up', turnId: this.#turnId, because, detail: detail.slice(0, DETAIL_CHARACTERS) });
  }
}

/** @param {ModelAnswer} answer */
function textOf(answer) {
  return answer.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}

/**
 * Endpoints take back only objects as a tool's input; what was wrong with anything else is in the tool's result.
 * @param {unknown} input
 */
function asObject(input) {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
}
