import { expect, test } from 'vitest';
import { createAnthropicModel } from '../../../src/adapters/anthropic/model.ts';
import { brokerFor, Notes, takeTurn } from '../../runtime/turn/conversing.ts';
import { LiveDesign } from '../../runtime/turn/live-design.ts';
import { startModelEndpoint } from '../../support/model-endpoint.ts';

test('a whole design of five personas runs against a strict endpoint, and every turn has one record', async () => {
  const endpoint = await startModelEndpoint();
  const model = createAnthropicModel({ apiKey: 'test-key', baseUrl: endpoint.url, log: new Notes() });
  const broker = brokerFor(model);
  const live = new LiveDesign({}, 5).ready();
  let turns = 0;
  try {
    for (let open = live.openTurns(); open.length > 0; open = live.openTurns()) {
      const taken = open.map((turn) => takeTurn(live, turn, broker));
      const records = await Promise.all(taken.map((each) => each.ended));
      expect(records.map((record) => record.outcome)).not.toContain('refused');
      for (const each of taken) expect(each.records).toHaveLength(1);
      turns += taken.length;
    }
  } finally {
    broker.close();
    await endpoint.close();
  }
  expect(endpoint.problems).toEqual([]);
  expect(live.design.step).toBe('deciding');
  expect(live.design.revisions).toHaveLength(1);
  expect(live.design.signatures).toHaveLength(5);
  expect(turns).toBe(5 + 5 + 1 + 2 * 5 + 1 + 5 + 1 + 1);
});
