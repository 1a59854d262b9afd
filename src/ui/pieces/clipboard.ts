// Puts a text into the clipboard, from a click.

/** A frame without origin may not use the clipboard's own door: there the text is selected and copied. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("aria-hidden", "true");
    field.style.cssText = "position: fixed; top: 0; opacity: 0";
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    // oxlint-disable-next-line typescript/no-deprecated -- the only way that is left in such a frame
    const copied = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    if (!copied) throw new Error("the browser does not let this page copy");
  }
}
