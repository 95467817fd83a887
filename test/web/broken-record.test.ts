/** A design whose events are not what was written. */

import { expect, test } from 'vitest';
import { scene } from '#test/words/scenes.ts';
import { openWeb } from './world.ts';

test('P11: an ended design whose chain is broken says so, and not that it is just being started', async () => {
  await using web = await openWeb();
  const { id, key } = await web.put(scene().runTo('ended').events);
  const events = await web.store.events(id);
  web.store.events = async () => events.toSpliced(1, 1);
  const page = await web.get(`/designs/${id}?key=${key}`);
  const text = await page.text();
  expect(page.status).toBe(503);
  expect(text).toContain('Its record is not what was written');
  expect(text).not.toMatch(/just being started|again in a moment/);
  expect(web.lines.filter((line) => line.includes('design_not_as_written'))).toHaveLength(1);
});
