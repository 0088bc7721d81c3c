// The way to the search: its buttons, "/" and Ctrl-K or ⌘K. The search itself
// is loaded when it is first asked for.

const place = document.querySelector('[data-search]'); // not there: the site has no index
let loading;

async function open() {
  loading ??= import(place.dataset.module).then((m) => m.create(place.dataset.search));
  try {
    (await loading).open();
  } catch {
    loading = undefined; // the next time may do better
    place.textContent = 'Search could not be loaded';
  }
}

// typing tells whether a key belongs to what has the focus.
function typing(target) {
  return target.isContentEditable || target.closest?.('input, textarea, select, dialog[open]');
}

if (place) {
  for (const button of document.querySelectorAll('.find')) {
    button.addEventListener('click', open);
  }
  document.addEventListener('keydown', (e) => {
    const command = (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k';
    const slash = e.key === '/' && !e.ctrlKey && !e.metaKey && !e.altKey && !typing(e.target);
    if (command || slash) {
      e.preventDefault();
      open();
    }
  });
}
