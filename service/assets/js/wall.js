// The wall stands in a tab of its own: its last link closes that tab, so that the session's page is not left on the wall.

document.addEventListener('click', (event) => {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest?.('.wall-foot a');
  if (!link) return;
  if (link.classList.contains('leave')) {
    // A tab that was not opened for the wall stays open; then the link leads on.
    window.close();
    return;
  }
  // A browser closes only a tab that has not gone on: each look takes the place of the one before.
  event.preventDefault();
  window.location.replace(link.href);
});
