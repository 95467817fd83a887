import * as z from 'zod';
import { FORM_PARTS } from '../core/vocabulary/sets.ts';

const SAID_CHARACTERS = 500;

/** The form of requests that one model of one endpoint accepts, found by trying. */
export const ModelForm = z.strictObject({
  endpoint: z.string().min(1).max(1_000),
  model: z.string().min(1).max(200),
  /** Mark of the entry in `models.yaml` that it was found for. */
  mark: z.string().regex(/^[0-9a-f]{64}$/),
  /** Omitted parts in the order in which the endpoint refused them, with its words. */
  leftOut: z
    .array(z.strictObject({ part: z.enum(FORM_PARTS), said: z.string().max(SAID_CHARACTERS) }))
    .max(FORM_PARTS.length),
  at: z.number().int().nonnegative(),
});
export type ModelForm = z.infer<typeof ModelForm>;

/**
 * Stored forms, one per model and endpoint. Every method throws `Fault` when the store cannot be
 * reached.
 */
export interface ModelForms {
  findForm(endpoint: string, model: string): Promise<ModelForm | null>;
  /** Replaces an earlier form. */
  keep(form: ModelForm): Promise<void>;
  list(): Promise<ModelForm[]>;
}
