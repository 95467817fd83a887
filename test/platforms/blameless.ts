import { expect, onTestFinished } from 'vitest';

/**
 * At the end of the test the platform has found nothing wrong with how it was spoken to; else the
 * test fails with what it has found.
 */
export function blameless({ violations }: { readonly violations: readonly string[] }): void {
  onTestFinished(() => {
    // One text, because of a list only the number of its items is in the message.
    expect(violations.join('\n')).toBe('');
  });
}
