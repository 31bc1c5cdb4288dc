/** Whether skipped questions say why: on demand, and then everywhere. */
export const skips = $state({ explained: false });
