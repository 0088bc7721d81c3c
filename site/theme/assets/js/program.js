// On the page of a program: what one points at or focuses, a line of the source
// or the instructions made of it, is shown in the other panes too.
const panes = document.querySelector(".panes.two")

if (panes) {
	const source = panes.querySelector(".source")
	source.querySelectorAll(".line").forEach((line, i) => line.dataset.line = i + 1)

	let shown = ""
	const show = (at) => {
		const line = at?.dataset.line ?? ""
		if (line === shown) return
		shown = line
		for (const old of panes.querySelectorAll(".tied")) old.classList.remove("tied")
		if (line === "") return
		const first = new Set()
		for (const e of panes.querySelectorAll(`[data-line="${line}"]`)) {
			e.classList.add("tied")
			const pane = e.closest("pre")
			if (first.has(pane) || pane === at.closest("pre")) continue
			first.add(pane)
			reveal(pane, e)
		}
	}
	// Scrolls the pane alone: the page stays where the reader is.
	const reveal = (pane, e) => {
		const a = pane.getBoundingClientRect(), b = e.getBoundingClientRect()
		if (b.top < a.top || b.bottom > a.bottom) pane.scrollTop += b.top - a.top - a.height / 3
	}
	for (const event of ["pointerover", "focusin"])
		panes.addEventListener(event, (e) => show(e.target.closest?.("[data-line]")))
	panes.addEventListener("pointerleave", () => show(document.activeElement?.closest("[data-line]")))
	// A link to a line shows its instructions.
	const linked = () => show(document.getElementById(location.hash.slice(1))?.closest("[data-line]"))
	addEventListener("hashchange", linked)
	linked()
}
