import type { Command } from '../core/commands.ts';
import type { Decision } from '../core/decide.ts';

/**
 * The only way into a design for what happens in this process: sessions, turns, timers and effects. Secrets are taken
 * out of the command (D6). Resolves once it is refused or its events are committed, however long the store is away;
 * `soon`: together with the next commit, at most a moment later. Rejects when they cannot be committed, and when this
 * process no longer owns the design.
 */
export type Submit = (command: Command, when?: 'now' | 'soon') => Promise<Decision>;
