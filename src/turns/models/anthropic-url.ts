/** Anthropic's own endpoint, unless `ANTHROPIC_BASE_URL` names another. */
export const ANTHROPIC_URL = 'https://api.anthropic.com';
