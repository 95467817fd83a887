import { expect, onTestFinished } from 'vitest';

/** At the end of the test the platform has found nothing wrong with how it was spoken to. */
export function blameless({ violations }: { readonly violations: readonly string[] }): void {
  onTestFinished(() => expect(violations).toEqual([]));
}
