// Gives a line for what is wider than the screen, without a box of its own in
// which it is scrolled.
(() => {
  const width = document.documentElement.clientWidth
  const found = []
  if (document.scrollingElement.scrollWidth > width) found.push(`the page, by ${document.scrollingElement.scrollWidth - width} px`)
  const boxed = (e) => {
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
      if (getComputedStyle(p).overflowX !== "visible") return true
    }
    return false
  }
  for (const e of document.body.querySelectorAll("*")) {
    const box = e.getBoundingClientRect()
    if (box.width && box.right > width + 1 && e.checkVisibility() && !boxed(e)) found.push(e.outerHTML.slice(0, 120))
  }
  return found
})()
