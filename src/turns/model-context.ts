import type { RecordPlace } from '../core/follow-up/places.ts';
import type { ModelPort } from '../ports/model.ts';
import type { Ask } from './prompt/ask.ts';

/** A turn's call, or a question about a record. */
export type ModelContext = TurnContext | RecordContext;

export interface TurnContext {
  readonly ask: Ask;
  readonly callNumber: number;
  /** Really kills the asking process. */
  readonly kill: () => void;
}

export interface RecordContext {
  readonly ask: null;
  readonly question: string;
  readonly places: readonly RecordPlace[];
}

export type Model = ModelPort<ModelContext>;
