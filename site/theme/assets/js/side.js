// In a long list of notes, the one that is read is in sight.
const side = document.querySelector('.side');
const here = side?.querySelector('[aria-current]');

function reveal() {
  side.scrollTop += here.getBoundingClientRect().top - side.getBoundingClientRect().top - side.clientHeight / 3;
}

if (here) {
  reveal();
  side.addEventListener('toggle', reveal); // on a phone it opens later
}
