import { Random } from './random.ts';

/** What becomes of one design as far as people decide it. All times are milliseconds. */
export interface DesignPlan {
  /** Unlike any other; the model endpoint reads from it how the personas behave. */
  readonly topic: string;
  readonly personas: readonly string[];
  /** From the beginning of the run. */
  readonly startsAfterMs: number;
  readonly answering: 'reply' | 'go_on' | 'nobody';
  readonly gate: 'accept' | 'stop' | 'send_back' | 'nobody';
  /** How long people think before they act on what the design asks. */
  readonly thinksMs: number;
  /**
   * From its start until somebody cancels it, or says something that nobody asked for; `null` for
   * never.
   */
  readonly cancelsAfterMs: number | null;
  readonly interruptsAfterMs: number | null;
  /** Whether each request is also sent to another daemon, with the same key, at the same time. */
  readonly sendsTwice: boolean;
}

/** Marks in a topic, which the model endpoint reads. */
export const ASKS = '[somebody asks]';
export const AGREES = '[nobody differs]';

const PERSONAS = [
  'archaeologist',
  'contract-keeper',
  'failure-analyst',
  'migrationist',
  'subtractor',
];

/** The same seed and the same number give the same designs. */
export function planDesigns(seed: number, count: number, startEveryMs: number): DesignPlan[] {
  return Array.from({ length: count }, (_, index) => {
    const random = new Random(`${seed}`).branch(`design ${index}`);
    const first = random.whole(0, PERSONAS.length - 1);
    const number = random.chance(0.3) ? 3 : 2;
    // A name is recorded with single spaces, and people are named after the topic.
    const marks = [random.chance(0.5) ? ASKS : '', random.chance(0.3) ? AGREES : ''].filter(
      (mark) => mark !== '',
    );
    return {
      topic: ['Design', index + 1, 'of seed', `${seed}:`, 'what to move first', ...marks]
        .join(' ')
        .trim(),
      personas: Array.from(
        { length: number },
        (_, at) => PERSONAS[(first + at) % PERSONAS.length] ?? '',
      ),
      startsAfterMs: index * startEveryMs,
      answering: random.weighted({ reply: 4, go_on: 4, nobody: 1 }),
      gate: random.weighted({ accept: 5, stop: 2, send_back: 1, nobody: 1 }),
      thinksMs: random.whole(0, 3_000),
      cancelsAfterMs: random.chance(0.07) ? random.whole(0, 15_000) : null,
      interruptsAfterMs: random.chance(0.3) ? random.whole(0, 15_000) : null,
      sendsTwice: random.chance(0.4),
    };
  });
}

export const LOCAL_FAULTS = [
  'persona_killed',
  'persona_frozen',
  'daemon_killed',
  'daemon_terminated',
  'daemon_frozen_briefly',
] as const;
/** What can only happen where there is a server, and others to take a design over. */
export const FLEET_FAULTS = [
  'connection_cut',
  'all_connections_cut',
  'daemon_frozen_long',
  'store_goes_back',
] as const;
export type FaultKind = (typeof LOCAL_FAULTS)[number] | (typeof FLEET_FAULTS)[number];

export interface PlannedFault {
  readonly kind: FaultKind;
  /** After the fault before. */
  readonly afterMs: number;
  /** Which of those that could be hit, as a share from 0 to 1 of their list. */
  readonly target: number;
  /** How long what is frozen stays so, or what has ended stays away. */
  readonly lastsMs: number;
}

/**
 * Whatever ends or freezes a daemon costs its designs their processes, so it comes once in some ten
 * times.
 */
const WEIGHTS: Readonly<Record<FaultKind, number>> = {
  persona_killed: 8,
  persona_frozen: 4,
  connection_cut: 5,
  all_connections_cut: 1,
  daemon_killed: 0.7,
  daemon_terminated: 0.4,
  daemon_frozen_briefly: 0.5,
  daemon_frozen_long: 0.3,
  store_goes_back: 0.3,
};
const LASTS_MS: Readonly<Record<FaultKind, readonly [number, number]>> = {
  persona_killed: [0, 0],
  persona_frozen: [500, 8_000],
  connection_cut: [0, 0],
  all_connections_cut: [0, 0],
  daemon_killed: [0, 4_000],
  daemon_terminated: [0, 4_000],
  daemon_frozen_briefly: [300, 2_000],
  // Longer than any daemon is waited for: others adopt its designs meanwhile.
  daemon_frozen_long: [9_000, 12_000],
  // So much is gone then.
  store_goes_back: [100, 5_000],
};

/**
 * Faults without end: each of these kinds once, so that a short run has seen them all, and then as
 * chance has it.
 */
export function* planFaults(seed: number, kinds: readonly FaultKind[]): Generator<PlannedFault> {
  const random = new Random(`${seed}`).branch('faults');
  const weights = Object.fromEntries(kinds.map((kind) => [kind, WEIGHTS[kind]])) as Record<
    FaultKind,
    number
  >;
  const once = [...kinds];
  for (;;) {
    const [first] = once.splice(random.whole(0, Math.max(0, once.length - 1)), 1);
    const kind = first ?? random.weighted(weights);
    const [shortest, longest] = LASTS_MS[kind];
    yield {
      kind,
      afterMs: random.whole(200, 1_800),
      target: random.fraction(),
      lastsMs: random.whole(shortest, longest),
    };
  }
}
