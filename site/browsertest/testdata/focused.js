// Tells of the element that has the focus: which stop it is, and why it is not
// seen to have it, if so. Null where none has it.
(() => {
  const e = document.activeElement
  if (!e || e === document.body || e === document.documentElement) return null
  const style = getComputedStyle(e)
  const box = e.getBoundingClientRect()
  const wide = parseFloat(style.outlineWidth)
  const out = Math.max(0, parseFloat(style.outlineOffset) + wide) // how far the outline reaches beyond the box

  const seen = () => {
    if (style.outlineStyle === "none" || !(wide >= 1)) return "without an outline"
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return "out of the screen"
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
      if (getComputedStyle(p).overflowX === "visible") continue
      const clip = p.getBoundingClientRect()
      if (box.left - out < clip.left - 1 && box.right + out > clip.right + 1) return "its outline cut off at both sides by " + p.className
      if (box.top - out < clip.top - 1 && box.bottom + out > clip.bottom + 1) return "its outline cut off above and below by " + p.className
    }
    return ""
  }
  return { stop: window.stops.indexOf(e), text: e.outerHTML.slice(0, 120), seen: seen() }
})()
