import { SUBMISSION_SCHEMAS, type SubmissionInput, type TerminalTool } from '../../core/submission.ts';
import type { Persona } from '../../runtime/persona.ts';
import type { Ask } from '../../runtime/turn/ask.ts';
import { askQuestions, hasQuestions, pass, submitProposal } from './before-reveal.ts';
import { argue, mapDivergences } from './refinement.ts';
import { type Scene, sceneFor } from './scene.ts';
import { sign, submitAudit, submitBrief, submitComposite } from './synthesis.ts';

/**
 * What this participant says to this ask: the same for the same persona files and the same ask. Always in the form
 * that its schema wants; anything else is a mistake in here, and throws.
 */
export function speechFor(ask: Ask, personas: readonly Persona[]) {
  const scene = sceneFor(ask, personas);
  const tool = toolFor(scene);
  const input = SPEECHES[tool](scene);
  SUBMISSION_SCHEMAS[tool].parse(input);
  return { tool, input };
}

function toolFor(scene: Scene): TerminalTool {
  const { terminalTools } = scene.ask;
  const speaking = terminalTools.find((tool) => tool !== 'pass');
  if (speaking === undefined || (speaking === 'ask_questions' && !hasQuestions(scene))) return 'pass';
  return speaking;
}

const SPEECHES: { readonly [Tool in TerminalTool]: (scene: Scene) => SubmissionInput<Tool> } = {
  ask_questions: askQuestions,
  pass,
  submit_proposal: submitProposal,
  map_divergences: mapDivergences,
  argue,
  submit_composite: submitComposite,
  sign,
  submit_audit: submitAudit,
  submit_brief: submitBrief,
};
