import * as z from 'zod';
import { FORM_PARTS } from '../../core/vocabulary/sets.ts';

const SAID_CHARACTERS = 500;

/** The form in which one model of one endpoint takes requests, as it was found out. */
export const ModelForm = z.strictObject({
  /** Base address of the endpoint. */
  endpoint: z.string().min(1).max(1_000),
  /** The model's name there. */
  model: z.string().min(1).max(200),
  /** The entry in `models.yaml` for which it was found out, by its mark. */
  mark: z.string().regex(/^[0-9a-f]{64}$/),
  /** Parts that are left out, in the order in which the endpoint refused them, with its words. */
  leftOut: z
    .array(z.strictObject({ part: z.enum(FORM_PARTS), said: z.string().max(SAID_CHARACTERS) }))
    .max(FORM_PARTS.length),
  at: z.number().int().nonnegative(),
});
export type ModelForm = z.infer<typeof ModelForm>;

/** Forms in the store, one for each model of each endpoint. Every method throws `Fault` when the store cannot be reached. */
export interface ModelForms {
  find(endpoint: string, model: string): Promise<ModelForm | null>;
  /** Keeps it in place of an earlier one. */
  keep(form: ModelForm): Promise<void>;
  /** Returns all of them that can be read, by endpoint and model. */
  list(): Promise<ModelForm[]>;
}
