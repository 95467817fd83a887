import { type Modal, withIds } from './blocks.ts';
import { SlackRefusal } from './refusal.ts';
import type { Workspace } from './workspace.ts';

/** A modal that a person has before them. */
export interface OpenView {
  readonly id: string;
  readonly person: string;
  readonly hash: string;
  readonly modal: Modal;
}

/** Triggers, each good for one modal within 3 s, and the modals that are open. */
export class Views {
  readonly #workspace: Workspace;
  readonly #triggerMs: number;
  readonly #triggers = new Map<string, { person: string; untilMs: number; isUsed: boolean }>();
  readonly #open = new Map<string, OpenView>();

  constructor(workspace: Workspace, triggerMs: number) {
    this.#workspace = workspace;
    this.#triggerMs = triggerMs;
  }

  trigger(person: string): string {
    const id = this.#workspace.next('trigger.');
    this.#triggers.set(id, { person, untilMs: Date.now() + this.#triggerMs, isUsed: false });
    return id;
  }

  open(triggerId: string, modal: Modal): OpenView {
    const trigger = this.#triggers.get(triggerId);
    if (trigger === undefined) throw new SlackRefusal('invalid_trigger_id');
    if (trigger.isUsed) throw new SlackRefusal('exchanged_trigger_id');
    if (Date.now() > trigger.untilMs) throw new SlackRefusal('expired_trigger_id');
    trigger.isUsed = true;
    const id = this.#workspace.next('V');
    const hash = this.#workspace.next('hash.');
    const view = {
      id,
      person: trigger.person,
      hash,
      modal: { ...modal, blocks: withIds(modal.blocks) },
    };
    this.#open.set(id, view);
    return view;
  }

  close(view: OpenView): void {
    this.#open.delete(view.id);
  }

  /** The modal that a person sees, or null. */
  before(person: string): OpenView | null {
    return [...this.#open.values()].findLast((each) => each.person === person) ?? null;
  }
}

/** A view as Slack's answers and payloads show it. */
export function wireView(workspace: Workspace, view: OpenView, values: object = {}): object {
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    ...view.modal,
    id: view.id,
    hash: view.hash,
    root_view_id: view.id,
    previous_view_id: null,
    team_id: workspace.team.id,
    app_id: workspace.bot.app,
    app_installed_team_id: workspace.team.id,
    bot_id: workspace.bot.id,
    state: { values },
  };
}
