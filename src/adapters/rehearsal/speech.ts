import { REHEARSAL_VOICES } from '../../core/rehearsal.ts';
import { SUBMISSION_SCHEMAS, type TerminalTool } from '../../core/submission.ts';
import type { Persona } from '../../runtime/persona.ts';
import type { Ask } from '../../runtime/turn/ask.ts';
import { exampleSpeech, passesInExample } from './example/speech.ts';
import { sceneFor } from './neutral/scene.ts';
import { hasQuestions, SPEECHES } from './neutral/speech.ts';

/**
 * What this participant says to this ask: the same for the same persona files and the same ask. Always in the form
 * that its schema wants; anything else is a mistake in here, and throws. `notes` stand beside the schemas.
 */
export function speechFor(ask: Ask, personas: readonly Persona[]) {
  const tool = toolFor(ask, personas);
  const written = playsExample(ask) ? exampleSpeech(ask, tool) : null;
  const input = written?.input ?? SPEECHES[tool](sceneFor(ask, personas));
  SUBMISSION_SCHEMAS[tool].parse(input);
  return { tool, input: { ...input, notes: written?.notes ?? '' } };
}

export function playsExample({ participant }: Ask): boolean {
  return participant.model === REHEARSAL_VOICES.example;
}

function toolFor(ask: Ask, personas: readonly Persona[]): TerminalTool {
  const speaking = ask.terminalTools.find((tool) => tool !== 'pass');
  if (speaking === undefined) return 'pass';
  if (speaking !== 'ask_questions') return speaking;
  const passes = playsExample(ask) ? passesInExample(ask) : !hasQuestions(sceneFor(ask, personas));
  return passes ? 'pass' : speaking;
}
