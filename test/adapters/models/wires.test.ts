import { openVendor } from '#adapters/models/vendors/model.ts';
import type { ModelEntry, Wire } from '#turns/models/entry.ts';
import { describeModel, type Wired } from '../../contract/model.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { startModelEndpoint } from '../../support/services/model-endpoint.ts';
import { anthropicModel, entryOfShipped } from '../../support/services/shipped-models.ts';
import { GOOGLE_WIRE } from '../../support/services/wires/google.ts';
import { OPENAI_WIRE } from '../../support/services/wires/openai.ts';
import { COMPATIBLE_WIRE } from '../../support/services/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../../support/services/wires/vendor-endpoint.ts';
import type { WireForm } from '../../support/services/wires/wire.ts';

/** One suite for every wire, against servers that take nothing that the real ones refuse. */
describeModel({
  name: 'anthropic',
  reasons: true,
  mayNotCount: false,
  made: (tokens) => ({ input_tokens: tokens, output_tokens: 1 }),
  open: async () => {
    const endpoint = await startModelEndpoint();
    return { ...endpoint, requests: endpoint.requests, model: anthropicModel(endpoint.url) };
  },
});

const opened = (wire: Wire, form: WireForm, changes: Partial<ModelEntry>) => {
  return async (options?: { readonly counts?: boolean }): Promise<Wired> => {
    const endpoint = await startVendorEndpoint(form, options);
    const entry = entryOfShipped(endpoint.url, { wire, id: 'the-model', ...changes });
    const model = (await openVendor({ entry, apiKey: 'test-key', log: silentLog }))();
    return { ...endpoint, model };
  };
};

describeModel({
  name: 'openai',
  reasons: true,
  mayNotCount: true,
  made: (tokens) => ({ input_tokens: tokens, output_tokens: 1 }),
  open: opened('openai', OPENAI_WIRE, { efforts: ['low', 'medium', 'high'] }),
});
describeModel({
  name: 'google',
  reasons: true,
  mayNotCount: true,
  made: (tokens) => ({ promptTokenCount: tokens, candidatesTokenCount: 1 }),
  open: opened('google', GOOGLE_WIRE, { tools: 'plain', efforts: ['low', 'medium', 'high'] }),
});
describeModel({
  name: 'openai-compatible',
  reasons: false,
  mayNotCount: true,
  made: (tokens) => ({ prompt_tokens: tokens, completion_tokens: 1 }),
  open: opened('openai-compatible', COMPATIBLE_WIRE, { tools: 'plain', efforts: [] }),
});
