// A page with forms is never replaced under somebody's hands: when something changed since it was made, it says so and
// offers to be opened anew.

const notice = document.querySelector('[data-fresh]');

if (notice) {
  const source = new EventSource(notice.dataset.fresh);
  const tell = () => {
    notice.hidden = false;
    source.close();
  };
  source.addEventListener('changed', tell);
  source.addEventListener('message', (event) => {
    if (event.data === 'changed') tell();
  });
  window.addEventListener('pagehide', () => source.close(), { once: true });
}
