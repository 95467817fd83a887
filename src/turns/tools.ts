/** The tools of a turn: those that end it, and those that read the repository. A request carries no others. */

import { SUBMISSIONS, type TerminalTool } from '#design/submissions.ts';
import type { ToolSpec } from '#models/model.ts';
import { toolSpec } from '#models/schema.ts';
import {
  isRepositoryTool,
  REPOSITORY_DESCRIPTIONS,
  REPOSITORY_TOOLS,
} from '#repository/repository.ts';

const DESCRIPTIONS: Readonly<Record<TerminalTool, string>> = {
  frame: 'Ends the framing: whether it is a design question, and what it asks.',
  ask_questions: 'Ends your turn: asks people one or two questions.',
  pass: 'Ends your turn: there is nothing to ask.',
  match_answers: 'Ends the matching: the replies that answer each question.',
  submit_proposal: 'Ends your turn: seals your proposal.',
  map_divergences: 'Ends the mapping: where the proposals differ.',
  argue: 'Ends your turn: your answer and your position on each of your differences.',
  submit_decision: 'Ends your turn: the base, what it takes, what it rejects, and the decision.',
  submit_audit: 'Ends the audit: findings, and replies that the text contradicts or leaves out.',
  sign: 'Ends your turn: signs the text, signs it with a reservation, or dissents from it.',
};

const specs = new Map<string, ToolSpec>();

/** The same for everybody in a round and for the whole turn: cached prompts begin with them. */
export function toolsOf(conduct: {
  readonly tools: readonly TerminalTool[];
  readonly readings: number;
}): ToolSpec[] {
  const reading = conduct.readings === 0 ? [] : Object.keys(REPOSITORY_TOOLS);
  return [...reading, ...conduct.tools].map(specOf);
}

function specOf(name: string): ToolSpec {
  const known = specs.get(name);
  if (known !== undefined) return known;
  const spec = isRepositoryTool(name)
    ? toolSpec(name, REPOSITORY_DESCRIPTIONS[name], REPOSITORY_TOOLS[name])
    : makeTerminal(name);
  specs.set(name, spec);
  return spec;
}

function makeTerminal(name: string): ToolSpec {
  if (!isTerminalTool(name)) throw new Error(`there is no tool ${name}`);
  return toolSpec(name, DESCRIPTIONS[name], SUBMISSIONS[name]);
}

function isTerminalTool(name: string): name is TerminalTool {
  return Object.hasOwn(SUBMISSIONS, name);
}
