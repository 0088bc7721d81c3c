// Package verify gathers evidence for what notes claim, and judges. Each note
// crosses five steps.
//
//  1. Plan (plan.go, job.go): what has to be run. The jobs of a note are its
//     steps in order, then one command that compiles all of its C (package cc)
//     and one that decodes all of its disassembly (package decode). A hash of
//     all that decides what would be observed is the note's key.
//  2. Run (run.go): all jobs, in one container. What was observed under the
//     same key before is taken from the user's cache instead; where nothing may
//     be run, also from the record (known.go). Large outputs are spilled to
//     files meanwhile (spill.go).
//  3. Twin (twin.go): the note's steps are run a second time where that could change a
//     verdict, and always before it is recorded. Addresses, process ids, the
//     order of threads and the load are other ones then. What differs is
//     volatile, and kept as the mask of a step's output (package match); what a
//     record says is volatile stays so.
//  4. Judge (judge.go): each claim in the order of the note, against what was
//     observed. A step by exit status and output (judge_command.go), C and
//     disassembly by what the toolchain said of them (judge_code.go). A block
//     without a command that shows a line of what was printed or made above it
//     is an excerpt (judge_excerpt.go, excerpt.go), though it was taken for a
//     drawing before; it stands or falls with its source. Sources are found by
//     the lines of the note's blocks (quotable.go), the nearest step first; a
//     line counts only if it tells where it is from, which a brace or a lone
//     digit does not.
//  5. Record (record.go, recordfile.go): what was observed is held against the
//     file beside the note that keeps it, and written there on request.
//
// Source code that a note links to, quotes or names is asked for in no container
// (sources.go, sourced.go), each question once, by what it is fixed to:
//
//	linux@6.12.107            a release, from the store, else by its tag
//	linux@COMMIT              from the mirrors, else from the link's own repository
//	https://…@COMMIT          of another project; https://…@blob:ID a file by itself
//
// A link (judge_link.go) is pinned if its lines are there and what its text names
// stands at them. A quotation (quotation.go, judge_quotation.go) must have its
// tokens there; C beside a link that no file has is compiled like any other. Names
// (judge_name.go) are looked up in the index of the release. What was found is held
// against knotes.lock, which speaks alone where the source cannot be asked. Source
// that is not reachable is no verdict. [Repin] moves links to another release
// (repin.go, move.go, align.go).
//
// [Update] writes what was observed into the note itself. A report shows a
// part of what was printed (shown.go).
//
// A wrong note is a claim's status in the report. An error means that the tool
// could not do its work.
package verify
