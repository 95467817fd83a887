import type { Design } from '../design/state.ts';

export const SIGNED_START = '<!-- signed text -->';
export const SIGNED_END = '<!-- end of signed text -->';

export function renderDecisionFile(design: Design): string | null {
  return design.decisions.at(-1)?.text ?? null;
}
