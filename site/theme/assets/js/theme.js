// The switch between the system's colours, light and dark. What was chosen is
// applied before the first paint by layouts/_partials/early.html, which knows
// the same key.
const key = 'knotes.theme';
const root = document.documentElement;
const choice = document.querySelector('.theme select');

function show(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  choice.value = theme;
}

function keep(theme) {
  try {
    if (theme) localStorage.setItem(key, theme);
    else localStorage.removeItem(key);
  } catch {
    // storage may be closed: the choice then holds for the page
  }
}

if (choice) {
  show(root.dataset.theme ?? ''); // not what the browser kept of an earlier visit
  choice.addEventListener('change', () => {
    show(choice.value);
    keep(choice.value);
  });
  addEventListener('storage', (e) => {
    if (e.key === key || e.key === null) show(e.newValue ?? '');
  });
}
