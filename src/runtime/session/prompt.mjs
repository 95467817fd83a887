/**
 * How a turn's request is put together. What all participants share comes first and byte for byte, so that an
 * endpoint can serve it from its cache; what differs comes after it; the ask comes last.
 */

/** @typedef {import('./protocol.mjs').Assignment} Assignment */
/** @typedef {import('./protocol.mjs').TextBlock} TextBlock */

/**
 * The rules of the house: the first shared block.
 * @param {Assignment} assignment
 */
export function systemBlocks(assignment) {
  return assignment.shared.slice(0, 1);
}

/**
 * The other shared blocks, then the participant's own part, then the ask.
 * @param {Assignment} assignment
 * @returns {{ role: 'user', content: TextBlock[] }}
 */
export function firstMessage(assignment) {
  const own = [assignment.persona, namingTools(assignment)].filter((text) => text !== '').map(plain);
  return { role: 'user', content: [...assignment.shared.slice(1), ...own] };
}

/**
 * What ends a later request. Newer models cannot be forced to use a tool, so each request ends with their names.
 * @param {readonly string[]} terminalTools
 * @param {string} text What to say first; may be empty.
 * @param {boolean} wrapsUp
 * @returns {TextBlock}
 */
export function reminder(terminalTools, text, wrapsUp) {
  const names = inBackticks(terminalTools);
  const ask = wrapsUp
    ? `Your time is nearly up. Submit now, with what you have, using ${names}; call nothing else.`
    : `End this turn with ${names}.`;
  return plain(text === '' ? ask : `${text} ${ask}`);
}

/** @param {Assignment} assignment */
function namingTools({ ask, terminalTools }) {
  const namesAll = terminalTools.every((tool) => ask.includes(`\`${tool}\``));
  return namesAll ? ask : `${ask}\n\nEnd this turn with ${inBackticks(terminalTools)}.`.trimStart();
}

/** @param {readonly string[]} tools */
function inBackticks(tools) {
  return tools.map((tool) => `\`${tool}\``).join(' or ');
}

/**
 * @param {string} text
 * @returns {TextBlock}
 */
function plain(text) {
  return { type: 'text', text, cache: false };
}
