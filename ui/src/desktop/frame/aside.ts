/**
 * Takes a part of the page out of the document, so that nothing of it can be read or reached, and returns what puts
 * it back as it was: what is half typed, the open panels, the scrolled lists, the field with the focus.
 */
export function setAside(part: HTMLElement): () => void {
  const focus = document.activeElement instanceof HTMLElement && part.contains(document.activeElement) ? document.activeElement : undefined;
  const scrolled = [...part.querySelectorAll("*")].filter(({ scrollTop }) => scrollTop > 0).map((each) => [each, each.scrollTop] as const);
  const dialogs = [...part.querySelectorAll<HTMLDialogElement>("dialog[open]")];
  const place = document.createComment("");
  part.replaceWith(place);
  return () => {
    place.replaceWith(part);
    // Out of the document a dialog is no longer above the rest.
    for (const dialog of dialogs) {
      dialog.close();
      dialog.showModal();
    }
    for (const [each, top] of scrolled) each.scrollTop = top;
    focus?.focus();
  };
}
