// Copying the text for the control room.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const block = button.closest("details").querySelector("[data-block]");
  try {
    await navigator.clipboard.writeText(block.textContent);
    button.textContent = button.dataset.copied;
  } catch {
    // Where the browser does not allow it, the text is selected for the keyboard.
    getSelection().selectAllChildren(block);
  }
});
