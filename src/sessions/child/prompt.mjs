/**
 * Composes a turn's request. The part shared by all participants comes first, byte for byte the
 * same for each, so that endpoints can cache it. The participant's own part follows, then the ask.
 */

/** @typedef {import('./protocol.mjs').Assignment} Assignment */
/** @typedef {import('../../ports/model-messages.mjs').TextBlock} TextBlock */

/**
 * The rules of every prompt: the first shared block.
 * @param {Assignment} assignment
 */
export function systemBlocksOf(assignment) {
  return assignment.shared.slice(0, 1);
}

/**
 * The other shared blocks, then the participant's own part, then the ask.
 * @param {Assignment} assignment
 * @returns {{ role: 'user', content: TextBlock[] }}
 */
export function firstMessageOf(assignment) {
  const own = [assignment.persona, namingTools(assignment)]
    .filter((text) => text !== '')
    .map(plain);
  return { role: 'user', content: [...assignment.shared.slice(1), ...own] };
}

/**
 * Returns the end of a later request. It names the terminal tools, because newer models cannot be
 * forced to use a tool.
 * @param {readonly string[]} terminalTools
 * @param {string} text Words to begin with; may be empty.
 * @param {boolean} wrapsUp
 * @returns {TextBlock}
 */
export function makeReminder(terminalTools, text, wrapsUp) {
  const names = nameInBackticks(terminalTools);
  const ask = wrapsUp
    ? `Your time is nearly up. Submit now, with what you have, using ${names}; call nothing else.`
    : `End this turn with ${names}.`;
  return plain(text === '' ? ask : `${text} ${ask}`);
}

/**
 * Returns the message to a model whose answer was cut at the length limit twice: its length, its
 * longest fields, what to drop.
 * @param {import('../../ports/model-messages.mjs').ModelAnswer} answer
 */
export function askToShorten({ content }) {
  const use = content.findLast((block) => block.type === 'tool_use');
  if (use === undefined) {
    return 'Your answer was cut at the length limit, twice, before it called a tool, so none of it was used. Stop thinking: call the tool now with what you have, in a third of the length.';
  }
  const lengths = Object.entries(Object(use.input))
    .map(([field, value]) => ({ field, characters: JSON.stringify(value)?.length ?? 0 }))
    .toSorted((one, other) => other.characters - one.characters);
  const characters = lengths.reduce((sum, each) => sum + each.characters, 0);
  const longest = lengths
    .slice(0, 3)
    .map((each) => `${nameInBackticks([each.field])} ${each.characters}`);
  const where = longest.length === 0 ? '' : ` (${longest.join(', ')})`;
  return `Your answer was cut at the length limit, twice, so none of it was used. ${nameInBackticks([use.name])} had ${characters} characters when it was cut${where}, and was not finished. Write at most ${Math.floor(characters / 2)} characters in all: drop what repeats the material, then examples, then the least important entries of each list.`;
}

/**
 * Message to a model that called terminal tools more than once in one answer.
 * @param {readonly string[]} names One for each call, in order.
 */
export function sayEndedTwice(names) {
  const [first = '', ...others] = new Set(names);
  if (others.length === 0) {
    const times = names.length === 2 ? 'twice' : `${names.length} times`;
    return `you called ${nameInBackticks([first])} ${times} in one answer, so nothing was recorded. Call it once, and alone.`;
  }
  const both = [first, ...others].map((name) => nameInBackticks([name])).join(' and ');
  return `you called ${both} in one answer, so nothing was recorded. Call only one of them, once and alone.`;
}

/** @param {Assignment} assignment */
function namingTools({ ask, terminalTools }) {
  const namesAll = terminalTools.every((tool) => ask.includes(`\`${tool}\``));
  return namesAll
    ? ask
    : `${ask}\n\nEnd this turn with ${nameInBackticks(terminalTools)}.`.trimStart();
}

/** @param {readonly string[]} tools */
export function nameInBackticks(tools) {
  return tools.map((tool) => `\`${tool}\``).join(' or ');
}

/**
 * @param {string} text
 * @returns {TextBlock}
 */
function plain(text) {
  return { type: 'text', text, cache: false };
}
