import { listToolSpecs } from '#turns/tools.ts';

/** The tools of a turn that asks people questions, and may read a repository. */
export const QUESTION_TOOLS = listToolSpecs({
  terminalTools: ['ask_questions', 'pass'],
  readings: 3,
  hasRepository: true,
});
