/** Something that Slack tells an app. */
export interface Envelope {
  /** Names one delivery; Slack has been seen to send one twice. */
  readonly id: string;
  readonly kind: 'events_api' | 'slash_commands' | 'interactive';
  /** For people: what it is about. */
  readonly what: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether the acknowledgement may carry an answer. */
  readonly acceptsAnswer: boolean;
  /** 0 at first, then how often it was sent before. */
  readonly attempt: number;
  /** Why it is sent again. */
  readonly reason: string | null;
}

export interface Outcome {
  /** `lost`: the connection ended first. `unreachable`: there was none. */
  readonly result: 'acknowledged' | 'late' | 'refused' | 'lost' | 'unreachable';
  readonly status: number | null;
  /** What the acknowledgement carried. */
  readonly answer: unknown;
}

/** A way to an app: Socket Mode or signed requests. */
export interface Carrier {
  carry(envelope: Envelope): Promise<Outcome>;
}
