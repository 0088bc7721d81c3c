// Numbers what the keyboard must reach on this page, in the order of the text,
// and gives a line for each.
(() => {
  const all = [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex]:not([tabindex^='-'])")]
  const one = (e) => e.type !== "radio" || e.checked // the arrows go to the others of its group
  window.stops = all.filter((e) => !e.disabled && one(e) && e.checkVisibility({ visibilityProperty: true }))
  return window.stops.map((e) => e.outerHTML.slice(0, 120))
})()
