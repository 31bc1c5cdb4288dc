/**
 * Takes a part of the page out of the document, so that nothing of it can be read or reached, and returns what puts
 * it back as it was: what is half typed, the open panels, the scrolled lists, the field with the focus (what had it
 * before the part was hidden: a hidden field loses it).
 */
export function setAside(part: HTMLElement, focused: Element | null | undefined = document.activeElement): () => void {
  const focus = focused instanceof HTMLElement && part.contains(focused) ? focused : undefined;
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
