import { type Section, trusted } from '../format/document.ts';

/** A late submission, literally, because it was never parsed as a contribution (C16). */
export function lateSubmissionBlocks(text: string): Section {
  return [{ kind: 'code', line: [trusted(text)] }];
}
