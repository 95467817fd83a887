import { SUBMISSION_SCHEMAS, type Submission, type TerminalTool } from '../../core/submission.ts';
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
export function speechFor(ask: Ask, personas: readonly Persona[]): Submission {
  const scene = sceneFor(ask, personas);
  const submission = spoken(toolFor(scene), scene);
  SUBMISSION_SCHEMAS[submission.tool].parse(submission.input);
  return submission;
}

function toolFor(scene: Scene): TerminalTool {
  const { terminalTools } = scene.ask;
  const speaking = terminalTools.find((tool) => tool !== 'pass');
  if (speaking === undefined || (speaking === 'ask_questions' && !hasQuestions(scene))) return 'pass';
  return speaking;
}

function spoken(tool: TerminalTool, scene: Scene): Submission {
  switch (tool) {
    case 'ask_questions':
      return { tool, input: askQuestions(scene) };
    case 'pass':
      return { tool, input: pass(scene) };
    case 'submit_proposal':
      return { tool, input: submitProposal(scene) };
    case 'map_divergences':
      return { tool, input: mapDivergences(scene) };
    case 'argue':
      return { tool, input: argue(scene) };
    case 'submit_composite':
      return { tool, input: submitComposite(scene) };
    case 'sign':
      return { tool, input: sign(scene) };
    case 'submit_audit':
      return { tool, input: submitAudit(scene) };
    case 'submit_brief':
      return { tool, input: submitBrief(scene) };
  }
}
