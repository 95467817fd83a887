import type { Design } from '../design/state.ts';

export function renderRecordFile(design: Design): string {
  return design.topic;
}
