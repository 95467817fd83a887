import { expect, test, vi } from 'vitest';
import { systemClock } from '#adapters/system/clock.ts';
import { readConfiguration } from '#entry/models.ts';
import { openModels } from '#entry/open-model.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { modelParts } from '../../support/services/model-forms.ts';

test('A20: of an endpoint that was never called the log says how to find out what it takes', async () => {
  const parts = {
    ...modelParts(),
    log: { ...modelParts().log, info: vi.fn() },
    clock: systemClock,
  };
  const configuration = readConfiguration({
    CHARRETTE_DATA_DIR: temporaryFolder(),
    ANTHROPIC_API_KEY: 'a-key',
  });
  const endpoint = 'https://api.anthropic.com';
  await openModels(configuration, [], parts);
  const what = expect.stringMatching(/doctor --try$/);
  expect(parts.log.info.mock.calls).toEqual([['endpoint_is_new', { endpoint, what }]]);
  const form = { endpoint, model: 'claude', mark: '0'.repeat(64), leftOut: [], at: 1 };
  await parts.forms.keep(form);
  await openModels(configuration, [], parts);
  expect(parts.log.info).toHaveBeenCalledOnce();
});
