import type { Refusal, StartDesign } from './commands.ts';
import { BOUNDS } from './events.ts';

/** What the topic of a design must be, in words for whoever typed it; an empty list if it is in order. */
export function topicProblem(topic: string): string | null {
  const trimmed = topic.trim();
  if (trimmed === '') return 'The topic is empty. Say in a sentence what is to be decided.';
  if (topic.length > BOUNDS.topicCharacters) {
    return `The topic has ${topic.length} characters; at most ${BOUNDS.topicCharacters} are taken. Put the rest into the context.`;
  }
  if (hasControlCharacters(topic)) return 'The topic contains control characters. Send it as plain text.';
  if (!/[\p{L}\p{N}]/u.test(trimmed))
    return 'The topic has no letters or digits. Say in a sentence what is to be decided.';
  return null;
}

/** Control characters other than tab and line breaks: binary content rather than text. */
export function hasControlCharacters(text: string): boolean {
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/.test(text);
}

/** A design that starts is whole: a topic, at least one persona, one of each facilitator, all with distinct ids. */
export function checkStart(command: StartDesign): Refusal | null {
  const problem = topicProblem(command.topic);
  if (problem !== null) return { code: 'invalid', message: problem };
  const ids = command.participants.map((participant) => participant.id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0)
    return { code: 'invalid', message: `These participants are named twice: ${twice.join(', ')}.` };
  const personaIds = command.participants.filter(({ role }) => role === 'persona').map(({ id }) => id);
  if (personaIds.length === 0) return { code: 'invalid', message: 'A design needs at least one persona.' };
  for (const role of ['synthesizer', 'auditor'] as const) {
    if (command.participants.filter((each) => each.role === role).length !== 1) {
      return { code: 'invalid', message: `A design needs exactly one ${role}.` };
    }
  }
  if (command.drawnOrder.toSorted().join() !== personaIds.toSorted().join()) {
    return { code: 'invalid', message: 'The drawn order must name each persona once.' };
  }
  const context = command.context.reduce((sum, item) => sum + item.text.length, 0);
  if (command.context.length > BOUNDS.contextItems || context > BOUNDS.contextCharacters) {
    const allowed = `${BOUNDS.contextItems} items and ${BOUNDS.contextCharacters} characters in all`;
    return { code: 'invalid', message: `The context is too long: at most ${allowed}.` };
  }
  return null;
}
