export const ANTHROPIC_URL = 'https://api.anthropic.com';

/** The models named by the SDK's types in November 2026 (@anthropic-ai/sdk 1.10.0). */
const KNOWN_MODELS: readonly string[] = [
  'claude-fable-5-2',
  'claude-mythos-5-2',
  'claude-haiku-5-5',
  'claude-sonnet-5-5',
  'claude-fable-5-1',
  'claude-opus-5-5',
  'claude-mythos-5-1',
  'claude-sonnet-5',
  'claude-fable-5',
  'claude-mythos-5',
  'claude-opus-5',
  'claude-opus-4-8',
  'claude-opus-4-7',
  'claude-mythos-preview',
  'claude-opus-4-6',
  'claude-sonnet-4-6',
  'claude-haiku-4-5',
  'claude-haiku-4-5-20251001',
  'claude-opus-4-5',
  'claude-opus-4-5-20251101',
  'claude-sonnet-4-5',
  'claude-sonnet-4-5-20250929',
];

/**
 * Returns true if Anthropic's own endpoint has a model of this name, so that a typing error is found at start (A9). Another
 * endpoint may have others, which only it knows.
 */
export function isKnownModel(model: string): boolean {
  return KNOWN_MODELS.includes(model);
}
