import { ORDINARY, QUIET, type World } from './world.ts';

const NOBODY_THERE = { ...ORDINARY, questions: 'none', gates: 'none' } as const;
const REMINDING = { ...ORDINARY, remind: 'half_time' } as const;
const POOR = { ...ORDINARY, budgetUsd: 1 } as const;

/** Small enough to look at every state closely (`samples.ts`). */
export const CLOSE: readonly World[] = [
  {
    ...QUIET,
    name: 'two personas that differ',
    maxFailedTurns: 1,
    choosers: 'all',
    mappings: ['none', 'high'],
  },
  { ...QUIET, name: 'one persona, a restart, a loss', personas: 1, maxLosses: 1, maxRestarts: 1 },
  {
    ...QUIET,
    name: 'one persona, two losses of anyone',
    personas: 1,
    maxLosses: 2,
    facilitatorsCrash: true,
  },
  { ...QUIET, name: 'one persona, a rest, a restart', personas: 1, maxRestarts: 1, maxParks: 1 },
  {
    ...QUIET,
    name: 'two personas, two changed replies',
    choosers: 'all',
    mappings: ['none'],
    maxChanges: 2,
    hasThread: false,
  },
  { ...QUIET, name: 'one persona, an auditor who doubts', personas: 1, hasDoubts: true },
  {
    ...QUIET,
    name: 'one persona, two people who differ',
    personas: 1,
    hasDispute: true,
    mappings: ['none'],
    hasThread: false,
  },
  {
    ...QUIET,
    name: 'one persona, a reminder, a rest',
    personas: 1,
    maxParks: 1,
    settings: REMINDING,
  },
  {
    ...QUIET,
    name: 'one persona, a frame, two losses of anyone',
    personas: 1,
    frames: true,
    mappings: ['none'],
    maxLosses: 2,
    facilitatorsCrash: true,
  },
  {
    ...QUIET,
    name: 'one persona, framed anyway, a failed turn',
    personas: 1,
    frames: 'anyway',
    maxFailedTurns: 1,
  },
  {
    ...QUIET,
    name: 'one persona, its thread lost',
    personas: 1,
    maxOutages: 1,
    mappings: ['none'],
  },
  {
    ...QUIET,
    name: 'one persona, an unavailable model',
    personas: 1,
    maxUnavailable: 1,
    mappings: ['none'],
  },
];

const WORDS: World = {
  ...QUIET,
  name: 'one persona, free words, a failed turn',
  personas: 1,
  maxWords: 1,
  maxFailedTurns: 1,
};

/** They take half the time of all those above, and are part of larger ones below. */
const LARGEST_OF_CLOSE = ['two personas that differ', 'one persona, a rest, a restart'];

/** A third of the time of those below. */
export const LARGEST_OF_SLICE = [
  'two personas, two changed replies',
  'two personas, a loss',
  WORDS.name,
];

/** What `npm run test:full` explores, with a close look at one state in two hundred. */
export const SLICE: readonly World[] = [
  ...CLOSE.filter(({ name }) => !LARGEST_OF_CLOSE.includes(name)),
  // With a thread, each wait has a state more, before its post is seen: `npm run explore` has that.
  { ...WORDS, hasThread: false },
  { ...QUIET, name: 'two personas, a loss', maxLosses: 1, hasThread: false },
  {
    ...QUIET,
    name: 'two personas, two losses, nobody there',
    maxLosses: 2,
    settings: NOBODY_THERE,
    hasThread: false,
  },
  {
    ...QUIET,
    name: 'one persona, two losses of anyone, nobody there',
    personas: 1,
    maxLosses: 2,
    facilitatorsCrash: true,
    settings: NOBODY_THERE,
    hasThread: false,
  },
];

/** They have some hundred states each: what `npm run test:all` explores. */
const SMALLEST_NAMES = [
  'one persona, an auditor who doubts',
  'one persona, a reminder, a rest',
  'one persona, two losses of anyone, nobody there',
];
export const SMALLEST: readonly World[] = SLICE.filter(({ name }) => SMALLEST_NAMES.includes(name));

/**
 * Of medium size, together some two minutes on two processors: for a machine that looks at every
 * commit.
 */
export const BOUNDED: readonly World[] = [
  {
    ...QUIET,
    name: 'one persona, its thread lost twice, a rest, a loss',
    personas: 1,
    maxOutages: 2,
    maxParks: 1,
    maxLosses: 1,
  },
  { ...QUIET, name: 'two personas, any loss', maxLosses: Infinity },
  {
    ...QUIET,
    name: 'three personas, two divergences',
    personas: 3,
    mappings: ['two'],
    choosers: 'all',
  },
  { ...QUIET, name: 'three personas, a loss', personas: 3, maxLosses: 1 },
  {
    ...QUIET,
    name: 'one persona, two restarts, a loss',
    personas: 1,
    maxLosses: 1,
    maxRestarts: 2,
  },
  { ...WORDS, name: 'one persona, free words, a change', maxFailedTurns: 0, maxChanges: 1 },
  {
    ...QUIET,
    name: 'one persona, a rest, a restart, a loss',
    personas: 1,
    maxLosses: 1,
    maxRestarts: 1,
    maxParks: 1,
  },
  WORDS,
  { ...QUIET, name: 'two personas, little money', maxCalls: 2, settings: POOR },
  {
    ...QUIET,
    name: 'one persona, an unavailable model, a rest, a restart',
    personas: 1,
    maxUnavailable: 1,
    maxParks: 1,
    maxRestarts: 1,
  },
];

/** The full space, largest worlds first, so that two processors are busy to the end. */
export const FULL: readonly World[] = [
  { ...WORDS, name: 'one persona, two free words, a failed turn', maxWords: 2 },
  {
    ...QUIET,
    name: 'one persona, free words, a loss of anyone, a restart',
    personas: 1,
    maxWords: 1,
    maxLosses: 1,
    facilitatorsCrash: true,
    maxRestarts: 1,
  },
  {
    ...QUIET,
    name: 'two personas, free words, a change',
    mappings: ['none'],
    maxWords: 1,
    maxChanges: 1,
  },
  {
    ...QUIET,
    name: 'three personas that agree, a restart, a loss',
    personas: 3,
    mappings: ['none'],
    maxLosses: 1,
    maxRestarts: 1,
  },
  {
    ...QUIET,
    name: 'two personas, three losses of anyone, a failed turn, any choice',
    maxLosses: 3,
    facilitatorsCrash: true,
    maxFailedTurns: 1,
    choosers: 'all',
    mappings: ['none', 'high'],
  },
  {
    ...QUIET,
    name: 'one persona: any loss of anyone, a failed turn, a restart, faults',
    personas: 1,
    maxLosses: Infinity,
    facilitatorsCrash: true,
    maxRestarts: 1,
    maxFailedTurns: 1,
    choosers: 'all',
    faults: true,
  },
  {
    ...QUIET,
    name: 'three personas, a loss, a failed turn, any choice, two divergences',
    personas: 3,
    maxLosses: 1,
    maxFailedTurns: 1,
    choosers: 'all',
    mappings: ['none', 'high', 'two'],
  },
  {
    ...QUIET,
    name: 'two personas, any loss of anyone',
    maxLosses: Infinity,
    facilitatorsCrash: true,
  },
  {
    ...QUIET,
    name: 'two personas, three changed replies, two losses of anyone, a rest',
    maxLosses: 2,
    facilitatorsCrash: true,
    maxParks: 1,
    choosers: 'all',
    maxChanges: 3,
  },
  {
    ...QUIET,
    name: 'two personas, two losses, a restart',
    maxLosses: 2,
    maxRestarts: 1,
    lossKind: 'hung',
  },
  {
    ...QUIET,
    name: 'one persona, two losses of anyone, two restarts',
    personas: 1,
    maxLosses: 2,
    facilitatorsCrash: true,
    maxRestarts: 2,
  },
  {
    ...QUIET,
    name: 'two personas, two rests, a restart, a loss of anyone',
    maxLosses: 1,
    facilitatorsCrash: true,
    maxRestarts: 1,
    maxParks: 2,
  },
  {
    ...QUIET,
    name: 'three personas, any loss',
    personas: 3,
    maxLosses: Infinity,
  },
  {
    ...QUIET,
    name: 'three personas, two losses of anyone',
    personas: 3,
    maxLosses: 2,
    facilitatorsCrash: true,
  },
  {
    ...QUIET,
    name: 'two personas, a loss, little money',
    maxLosses: 1,
    mappings: ['none', 'high'],
    maxCalls: 3,
    settings: POOR,
  },
  {
    ...QUIET,
    name: 'two personas, any loss of anyone, nobody there',
    maxLosses: Infinity,
    facilitatorsCrash: true,
    settings: NOBODY_THERE,
    hasThread: false,
  },
  {
    ...QUIET,
    name: 'one persona, any loss of anyone, a failed turn, nobody there',
    personas: 1,
    maxLosses: Infinity,
    facilitatorsCrash: true,
    maxFailedTurns: 1,
    settings: NOBODY_THERE,
    hasThread: false,
  },
  {
    ...QUIET,
    name: 'three personas, two changed replies, a loss',
    personas: 3,
    choosers: 'all',
    maxLosses: 1,
    maxChanges: 2,
  },
  {
    ...QUIET,
    name: 'two personas, two losses of anyone',
    maxLosses: 2,
    facilitatorsCrash: true,
    faults: true,
  },
  { ...QUIET, name: 'two personas, two rests, two losses', maxLosses: 2, maxParks: 2 },
  {
    ...QUIET,
    name: 'two personas, a model unavailable twice, a loss',
    maxUnavailable: 2,
    maxLosses: 1,
    mappings: ['none'],
  },
  {
    ...QUIET,
    name: 'two personas, a model unavailable twice, a loss of anyone, a rest, a failed turn',
    maxUnavailable: 2,
    maxLosses: 1,
    facilitatorsCrash: true,
    maxParks: 1,
    maxFailedTurns: 1,
    mappings: ['none'],
  },
  {
    ...QUIET,
    name: 'one persona, a model unavailable twice, a frame, free words, a restart',
    personas: 1,
    frames: true,
    maxUnavailable: 2,
    maxWords: 1,
    maxRestarts: 1,
    maxParks: 1,
  },
];
