/** Dialogs above the page. */

/** Shows a dialog; resolves to its return value once it is closed. The focus goes back to where it was. */
export function showDialog(dialog) {
  return new Promise((resolve) => {
    const back = document.activeElement;
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (back?.isConnected) back.focus();
      // Chromium gives a field that gets the focus here no keys, until it gets it anew.
      setTimeout(() => {
        if (document.activeElement !== back) return;
        back.blur();
        back.focus();
      });
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
