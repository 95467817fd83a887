import type { TurnView } from '#core/outcome/turn-shape.ts';

const NONE = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };

/** A turn of which nothing was recorded but what is given. */
export function turnView(given: Partial<TurnView>): TurnView {
  return {
    number: 1,
    turnId: 'trn_1',
    persona: 'subtractor',
    title: 'Subtractor',
    sessionId: 'ses_1',
    kind: 'signing',
    startedAt: '2026-11-20T08:00:00.000Z',
    totalMs: 1_000,
    outcome: 'spoke',
    error: null,
    tokens: 0,
    costUsd: 0,
    costIsAtLeast: false,
    count: 1,
    previous: null,
    next: null,
    model: 'claude-opus-5-5',
    hasRecord: true,
    lastStep: '',
    completedSteps: [],
    usage: NONE,
    confidence: null,
    prompt: { bytes: 0, sha256: '', parts: [], leftOut: [], text: '' },
    calls: [],
    readings: [],
    refusals: [],
    askedAgain: [],
    askedPlainer: [],
    repaired: [],
    submission: null,
    diagnostics: '',
    ...given,
  };
}
