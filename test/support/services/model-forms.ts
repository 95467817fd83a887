import type { ModelForm, ModelForms } from '#ports/model-forms.ts';
import { silentLog } from '../runner/silent-log.ts';

/** Forms of models that are kept in memory. */
export function formsInMemory(): ModelForms & { readonly kept: Map<string, ModelForm> } {
  const kept = new Map<string, ModelForm>();
  const name = (endpoint: string, model: string) => `${endpoint} ${model}`;
  return {
    kept,
    findForm: async (endpoint, model) => kept.get(name(endpoint, model)) ?? null,
    keep: async (form) => {
      kept.set(name(form.endpoint, form.model), form);
    },
    list: async () => [...kept.values()],
  };
}

/** What models are opened with beside their catalogue. */
export function modelParts() {
  const forms = formsInMemory();
  return { log: silentLog, forms, clock: { now: () => 1_000 }, redact: (text: string) => text };
}
