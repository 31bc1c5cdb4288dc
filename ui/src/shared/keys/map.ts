import { nameOf, type Stroke } from "./stroke";

/** Where a key means something. `everywhere` also holds under an open panel. */
export const SCOPES = ["everywhere", "unlock", "home", "families", "document", "send", "protection", "office", "entry", "receive", "track", "worklist"] as const;
export type Scope = (typeof SCOPES)[number];

interface Binding {
  readonly action: string;
  readonly scope: Scope;
  readonly keys: readonly string[];
}

/** The one key map: the window acts by it and the help of F1 is drawn from it. */
export const KEY_MAP = [
  { action: "help", scope: "everywhere", keys: ["F1"] },
  { action: "theme", scope: "everywhere", keys: ["F11"] },
  { action: "language", scope: "everywhere", keys: ["Ctrl+L"] },
  { action: "interface", scope: "everywhere", keys: ["Ctrl+Shift+L"] },
  { action: "curtain", scope: "everywhere", keys: ["Ctrl+P"] },
  { action: "screen_home", scope: "everywhere", keys: ["Alt+1"] },
  { action: "screen_families", scope: "everywhere", keys: ["Alt+2"] },
  { action: "screen_entry", scope: "everywhere", keys: ["Alt+3"] },
  { action: "screen_track", scope: "everywhere", keys: ["Alt+4"] },
  { action: "screen_send", scope: "everywhere", keys: ["Alt+5"] },
  { action: "screen_protection", scope: "everywhere", keys: ["Alt+7"] },
  { action: "saved", scope: "everywhere", keys: ["Ctrl+S"] },

  { action: "show_password", scope: "unlock", keys: ["Ctrl+U"] },
  { action: "forgot", scope: "unlock", keys: ["F2"] },
  { action: "spelling", scope: "unlock", keys: ["F9"] },
  { action: "long_code", scope: "unlock", keys: ["F8"] },

  { action: "home_down", scope: "home", keys: ["ArrowDown"] },
  { action: "home_up", scope: "home", keys: ["ArrowUp"] },
  { action: "gap_next", scope: "home", keys: ["ArrowRight"] },
  { action: "gap_back", scope: "home", keys: ["ArrowLeft"] },
  { action: "gap_open", scope: "home", keys: ["Enter"] },
  { action: "sls_actions", scope: "home", keys: ["NumpadMultiply", "Ctrl+M"] },

  { action: "row_down", scope: "families", keys: ["ArrowDown"] },
  { action: "row_up", scope: "families", keys: ["ArrowUp"] },
  { action: "page_down", scope: "families", keys: ["PageDown"] },
  { action: "page_up", scope: "families", keys: ["PageUp"] },
  { action: "open", scope: "families", keys: ["Enter"] },
  { action: "add_family", scope: "families", keys: ["Insert", "Ctrl+T"] },
  { action: "verify", scope: "families", keys: ["F2"] },
  { action: "insert_family", scope: "families", keys: ["F3"] },
  { action: "visit", scope: "families", keys: ["Ctrl+K"] },
  { action: "family_actions", scope: "families", keys: ["NumpadMultiply", "Ctrl+M"] },
  { action: "place_family", scope: "families", keys: ["Ctrl+B"] },
  { action: "filters", scope: "families", keys: ["F7"] },
  { action: "mark", scope: "families", keys: ["Space"] },
  { action: "removed", scope: "families", keys: ["Ctrl+H"] },
  { action: "asking_next", scope: "families", keys: ["F8"] },
  { action: "across", scope: "families", keys: ["Ctrl+G"] },
  { action: "search", scope: "families", keys: ["Ctrl+F"] },
  { action: "clear_search", scope: "families", keys: ["Escape"] },

  { action: "take", scope: "document", keys: ["Enter"] },
  { action: "next", scope: "document", keys: ["Tab", "NumpadAdd"] },
  { action: "back", scope: "document", keys: ["Shift+Tab", "NumpadSubtract"] },
  { action: "down", scope: "document", keys: ["ArrowDown"] },
  { action: "up", scope: "document", keys: ["ArrowUp"] },
  { action: "left", scope: "document", keys: ["ArrowLeft"] },
  { action: "right", scope: "document", keys: ["ArrowRight"] },
  { action: "member_next", scope: "document", keys: ["Ctrl+ArrowDown"] },
  { action: "member_back", scope: "document", keys: ["Ctrl+ArrowUp"] },
  { action: "tick", scope: "document", keys: ["Space"] },
  { action: "empty", scope: "document", keys: ["Delete", "NumpadDecimal"] },
  { action: "restore", scope: "document", keys: ["Escape"] },
  { action: "actions", scope: "document", keys: ["NumpadMultiply", "Ctrl+M"] },
  { action: "confirm", scope: "document", keys: ["F2"] },
  { action: "member_before", scope: "document", keys: ["F3"] },
  { action: "member_after", scope: "document", keys: ["Ctrl+F3"] },
  { action: "member_add", scope: "document", keys: ["Insert", "Ctrl+T"] },
  { action: "member_remove", scope: "document", keys: ["F4"] },
  { action: "member_up", scope: "document", keys: ["Ctrl+Shift+ArrowUp"] },
  { action: "member_down", scope: "document", keys: ["Ctrl+Shift+ArrowDown"] },
  { action: "everybody", scope: "document", keys: ["Ctrl+E"] },
  { action: "go_to", scope: "document", keys: ["F6", "Ctrl+F"] },
  { action: "finding_next", scope: "document", keys: ["F8"] },
  { action: "codes", scope: "document", keys: ["F9"] },
  { action: "unanswered_next", scope: "document", keys: ["F10"] },
  { action: "finish", scope: "document", keys: ["F12"] },
  { action: "block_next", scope: "document", keys: ["PageDown"] },
  { action: "block_back", scope: "document", keys: ["PageUp"] },
  { action: "family_next", scope: "document", keys: ["Ctrl+PageDown"] },
  { action: "family_back", scope: "document", keys: ["Ctrl+PageUp"] },
  { action: "note", scope: "document", keys: ["Ctrl+N"] },
  { action: "reveal", scope: "document", keys: ["Ctrl+U"] },
  { action: "inform", scope: "document", keys: ["Ctrl+I"] },
  { action: "undo", scope: "document", keys: ["Ctrl+Z"] },
  { action: "redo", scope: "document", keys: ["Ctrl+Y"] },
  { action: "history", scope: "document", keys: ["Ctrl+H"] },
  { action: "decisions", scope: "document", keys: ["Ctrl+D"] },
  { action: "across_here", scope: "document", keys: ["Ctrl+G"] },
  { action: "visit_here", scope: "document", keys: ["Ctrl+K"] },
  { action: "place_here", scope: "document", keys: ["Ctrl+B"] },
  { action: "photos", scope: "document", keys: ["Ctrl+O"] },
  { action: "panel_blocks", scope: "document", keys: ["Ctrl+1"] },
  { action: "panel_questions", scope: "document", keys: ["Ctrl+2"] },
  { action: "panel_checks", scope: "document", keys: ["Ctrl+3"] },

  { action: "send", scope: "send", keys: ["Enter"] },
  { action: "road_search", scope: "send", keys: ["Ctrl+F"] },
  { action: "road_actions", scope: "send", keys: ["NumpadMultiply", "Ctrl+M"] },

  { action: "protection_actions", scope: "protection", keys: ["NumpadMultiply", "Ctrl+M"] },

  { action: "tab_keying", scope: "office", keys: ["Ctrl+1"] },
  { action: "tab_verify", scope: "office", keys: ["Ctrl+2"] },
  { action: "tab_receive", scope: "office", keys: ["Ctrl+3"] },
  { action: "tab_worklist", scope: "office", keys: ["Ctrl+4"] },
  { action: "tab_figures", scope: "office", keys: ["Ctrl+5"] },
  { action: "tab_settings", scope: "office", keys: ["Ctrl+6"] },
  { action: "desk_figures", scope: "office", keys: ["Ctrl+W"] },
  { action: "desk_fixed", scope: "office", keys: ["F7"] },

  { action: "key_on", scope: "entry", keys: ["Enter"] },
  { action: "key_next", scope: "entry", keys: ["Tab", "NumpadAdd"] },
  { action: "key_back", scope: "entry", keys: ["Shift+Tab", "NumpadSubtract"] },
  { action: "key_down", scope: "entry", keys: ["ArrowDown"] },
  { action: "key_up", scope: "entry", keys: ["ArrowUp"] },
  { action: "key_left", scope: "entry", keys: ["ArrowLeft"] },
  { action: "key_right", scope: "entry", keys: ["ArrowRight"] },
  { action: "column_next", scope: "entry", keys: ["Ctrl+ArrowDown"] },
  { action: "column_back", scope: "entry", keys: ["Ctrl+ArrowUp"] },
  { action: "column_end", scope: "entry", keys: ["NumpadDivide"] },
  { action: "marks", scope: "entry", keys: ["NumpadMultiply", "Ctrl+M"] },
  { action: "key_empty", scope: "entry", keys: ["Delete", "NumpadDecimal"] },
  { action: "key_space", scope: "entry", keys: ["Space"] },
  { action: "key_restore", scope: "entry", keys: ["Escape"] },
  { action: "as_paper", scope: "entry", keys: ["F2"] },
  { action: "column_before", scope: "entry", keys: ["F3"] },
  { action: "column_after", scope: "entry", keys: ["Ctrl+F3"] },
  { action: "column_add", scope: "entry", keys: ["Insert", "Ctrl+T"] },
  { action: "column_remove", scope: "entry", keys: ["F4"] },
  { action: "key_go_to", scope: "entry", keys: ["F6", "Ctrl+F"] },
  { action: "fixed", scope: "entry", keys: ["F7"] },
  { action: "key_open", scope: "entry", keys: ["F8"] },
  { action: "key_codes", scope: "entry", keys: ["F9"] },
  { action: "key_unanswered", scope: "entry", keys: ["F10"] },
  { action: "key_finish", scope: "entry", keys: ["F12"] },
  { action: "paper_next", scope: "entry", keys: ["PageDown"] },
  { action: "paper_back", scope: "entry", keys: ["PageUp"] },
  { action: "paper_document_next", scope: "entry", keys: ["Ctrl+PageDown"] },
  { action: "paper_document_back", scope: "entry", keys: ["Ctrl+PageUp"] },
  { action: "key_note", scope: "entry", keys: ["Ctrl+N"] },
  { action: "key_reveal", scope: "entry", keys: ["Ctrl+U"] },
  { action: "key_undo", scope: "entry", keys: ["Ctrl+Z"] },
  { action: "key_redo", scope: "entry", keys: ["Ctrl+Y"] },
  { action: "key_history", scope: "entry", keys: ["Ctrl+H"] },
  { action: "park", scope: "entry", keys: ["Ctrl+R"] },
  { action: "my_figures", scope: "entry", keys: ["Ctrl+W"] },

  { action: "bundle_down", scope: "receive", keys: ["ArrowDown"] },
  { action: "bundle_up", scope: "receive", keys: ["ArrowUp"] },
  { action: "bundle_page_down", scope: "receive", keys: ["PageDown"] },
  { action: "bundle_page_up", scope: "receive", keys: ["PageUp"] },
  { action: "bundle_open", scope: "receive", keys: ["Enter"] },
  { action: "bundle_receive", scope: "receive", keys: ["F2", "Insert"] },
  { action: "bundle_give", scope: "receive", keys: ["F3"] },
  { action: "bundle_take", scope: "receive", keys: ["F12"] },
  { action: "bundle_next", scope: "receive", keys: ["F8"] },
  { action: "bundle_stage", scope: "receive", keys: ["F7"] },
  { action: "bundle_actions", scope: "receive", keys: ["NumpadMultiply", "Ctrl+M"] },
  { action: "bundle_search", scope: "receive", keys: ["Ctrl+F"] },
  { action: "bundle_clear", scope: "receive", keys: ["Escape"] },

  { action: "track_where", scope: "track", keys: ["Ctrl+1"] },
  { action: "track_balance", scope: "track", keys: ["Ctrl+2"] },
  { action: "track_stock", scope: "track", keys: ["Ctrl+3"] },
  { action: "track_take", scope: "track", keys: ["Enter"] },
  { action: "track_down", scope: "track", keys: ["ArrowDown"] },
  { action: "track_up", scope: "track", keys: ["ArrowUp"] },
  { action: "track_page_down", scope: "track", keys: ["PageDown"] },
  { action: "track_page_up", scope: "track", keys: ["PageUp"] },
  { action: "track_gap", scope: "track", keys: ["F8"] },
  { action: "track_search", scope: "track", keys: ["Ctrl+F"] },
  { action: "track_actions", scope: "track", keys: ["NumpadMultiply", "Ctrl+M"] },

  { action: "work_down", scope: "worklist", keys: ["ArrowDown"] },
  { action: "work_up", scope: "worklist", keys: ["ArrowUp"] },
  { action: "work_page_down", scope: "worklist", keys: ["PageDown"] },
  { action: "work_page_up", scope: "worklist", keys: ["PageUp"] },
  { action: "work_open", scope: "worklist", keys: ["Enter"] },
  { action: "work_confirm", scope: "worklist", keys: ["F2"] },
  { action: "work_release", scope: "worklist", keys: ["F3"] },
  { action: "work_tick", scope: "worklist", keys: ["Space"] },
  { action: "work_next", scope: "worklist", keys: ["F8"] },
  { action: "work_filters", scope: "worklist", keys: ["F7"] },
  { action: "work_actions", scope: "worklist", keys: ["NumpadMultiply", "Ctrl+M"] },
  { action: "work_clear", scope: "worklist", keys: ["Escape"] },
] as const satisfies readonly Binding[];

/** Everything a key can ask for. */
export type Action = (typeof KEY_MAP)[number]["action"];

/** The actions of one scope. */
export type ActionOf<S extends Scope> = Extract<(typeof KEY_MAP)[number], { scope: S }>["action"];

/** What a stroke asks for in a scope, if anything. */
export function actionOf<S extends Scope>(stroke: Stroke, scope: S): ActionOf<S> | undefined {
  if (stroke.pasted !== undefined) return undefined;
  const name = nameOf(stroke);
  const binding = KEY_MAP.find(
    (entry) => entry.scope === scope && (entry.keys as readonly string[]).includes(name),
  );
  return binding?.action as ActionOf<S> | undefined;
}

/** The keys of an action as a person reads them on the keyboard. */
export function keysOf(action: Action): string[] {
  const binding = KEY_MAP.find((entry) => entry.action === action);
  return (binding?.keys ?? []).map(spell);
}

const SPELLED: Record<string, string> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  ArrowLeft: "←",
  ArrowRight: "→",
  PageDown: "PgDn",
  PageUp: "PgUp",
  Escape: "Esc",
  NumpadAdd: "Num +",
  NumpadSubtract: "Num -",
  NumpadMultiply: "Num *",
  NumpadDivide: "Num /",
  NumpadDecimal: "Num .",
};

function spell(key: string): string {
  return key
    .split("+")
    .map((part) => SPELLED[part] ?? part)
    .join("+");
}
