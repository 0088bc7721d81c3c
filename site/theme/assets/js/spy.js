// The table of contents marks the section that is being read: the last whose
// heading has passed the upper quarter of the screen; at the end of the page,
// the last.
const quarter = 0.25;
const root = document.documentElement;
const links = [...document.querySelectorAll(':is(.beside, .toc) a')];
const goal = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
const headings = [...new Set(links.map(goal))].filter(Boolean);

function mark() {
  const line = Math.ceil(innerHeight * quarter);
  const end = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
  const current = end ? headings.at(-1) : headings.findLast((h) => h.getBoundingClientRect().top <= line);
  for (const link of links) {
    if (current && goal(link) === current) link.setAttribute('aria-current', 'location');
    else link.removeAttribute('aria-current');
  }
}

if (headings.length) {
  // The margin at the top is out of reach, so that a jump over many sections is seen, too.
  const passing = new IntersectionObserver(mark, { rootMargin: `1000000px 0px ${-100 * (1 - quarter)}% 0px` });
  headings.forEach((h) => passing.observe(h));
  const bottom = document.querySelector('.bottom');
  if (bottom) new IntersectionObserver(mark, { threshold: [0, 0.5, 1] }).observe(bottom);
}
