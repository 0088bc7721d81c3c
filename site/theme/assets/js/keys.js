// The left and right arrows turn the page, unless something else wants them.
const rels = { ArrowLeft: 'prev', ArrowRight: 'next' };
const own = 'input, select, textarea, [contenteditable], dialog, :popover-open, audio, video';

// sideways tells whether something scrolls sideways where a key is pressed.
function sideways(target) {
  for (let e = target; e instanceof Element && e !== document.body; e = e.parentElement) {
    if (e.scrollWidth > e.clientWidth && /auto|scroll/.test(getComputedStyle(e).overflowX)) return true;
  }
  return visualViewport?.scale > 1;
}

// wanted tells whether an arrow has a meaning where it is pressed.
function wanted(target) {
  return target.closest?.(own) || document.querySelector('dialog[open]') || sideways(target);
}

addEventListener('keydown', (e) => {
  const rel = rels[e.key];
  if (!rel || e.defaultPrevented || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || wanted(e.target)) return;
  document.querySelector(`.turn a[rel=${rel}]`)?.click();
});
