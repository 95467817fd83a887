import { expect, test } from 'vitest';
import { FAILURE_CHARACTERS, MAX_FAILURES } from '../../src/ports/failures.ts';
import { commitOf } from '../support/designs/commits.ts';
import { STARTED_AT } from '../support/designs/events.ts';
import type { StoreUnderTest } from './store.ts';

const NAME = 'ada-12345678.log';

export function storeFailures(subject: StoreUnderTest): void {
  const failure = (name: string, at = STARTED_AT, text = 'Ünï 漢字\n\t“said”') => ({
    name,
    at,
    text,
  });

  test('D3: a failure is kept once under its name, read as it was, and listed first one first', async () => {
    const { store } = subject;
    const [one, other] = [await subject.newDesign(), await subject.newDesign()];
    const later = failure('zoe-12345678.log', STARTED_AT + 1);
    expect(await store.keepFailure(one, later)).toBe(true);
    expect(await store.keepFailure(one, failure(NAME))).toBe(true);
    expect(await store.keepFailure(one, failure(NAME, STARTED_AT, 'another'))).toBe(false);
    expect(await store.keepFailure(other, failure(NAME, STARTED_AT, 'of another design'))).toBe(
      true,
    );
    expect(await store.failureNames(one)).toEqual([NAME, later.name]);
    expect(await store.failure(one, NAME)).toEqual(failure(NAME));
    expect(await store.failure(other, NAME)).toMatchObject({ text: 'of another design' });
    expect(await store.failure(one, 'ada-00000000.log')).toBeNull();
    expect(await store.failureNames(subject.newDesignId())).toEqual([]);
  });

  test('D1: failures are bounded in size and number, and belong to a design that is there', async () => {
    const { store } = subject;
    const designId = await subject.newDesign();
    for (let count = 0; count < MAX_FAILURES; count += 1)
      expect(await store.keepFailure(designId, failure(`ada-${count}.log`))).toBe(true);
    expect(await store.keepFailure(designId, failure(NAME))).toBe(false);
    expect(await store.failureNames(designId)).toHaveLength(MAX_FAILURES);
    expect(await store.keepFailure(subject.newDesignId(), failure(NAME))).toBe(false);
    const empty = await subject.newDesign();
    for (const wrong of [
      failure(NAME, STARTED_AT, 'x'.repeat(FAILURE_CHARACTERS + 1)),
      failure(NAME, STARTED_AT, 'a\u0000b'),
      failure(NAME, STARTED_AT, '\ud800'),
      failure('../x.log'),
      failure(NAME, -1),
    ])
      await expect(store.keepFailure(empty, wrong)).rejects.toMatchObject({
        code: 'invalid_record',
      });
    expect(await store.failureNames(empty)).toEqual([]);
    const longest = failure(NAME, STARTED_AT, '漢'.repeat(FAILURE_CHARACTERS));
    expect(await store.keepFailure(empty, longest)).toBe(true);
    expect(await store.failure(empty, NAME)).toEqual(longest);
  });

  test('P9: the failures of a design go with it', async () => {
    const { store, fleet } = subject;
    const designId = await subject.newDesign();
    await store.commit(commitOf(designId, { summary: { status: 'completed', endedAt: 4_001 } }));
    await store.keepFailure(designId, failure(NAME));
    await fleet.release({ designId, epoch: 1 }, null, 1);
    expect(await store.collect([designId], 4_002)).toEqual([designId]);
    expect(await store.failure(designId, NAME)).toBeNull();
  });
}
