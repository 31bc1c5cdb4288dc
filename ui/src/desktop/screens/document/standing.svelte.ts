import type { Cursor } from "./cursor.svelte";

/** Where the officer stands, for the help. */
export const standing = $state<{ cursor: Cursor | undefined }>({ cursor: undefined });
