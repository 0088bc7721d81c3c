// Runs axe-core, which is in the page already, and gives a line for each place
// that breaks a rule. It preloads nothing: the policy forbids it to ask.
axe.run(document, {
  preload: false,
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } }, // off unless asked for
}).then((r) => r.violations.flatMap((v) => v.nodes.map((n) =>
  `${v.id}: ${n.failureSummary.replace(/\s+/g, " ")} [${n.target}] ${n.html.slice(0, 200)}`)))
