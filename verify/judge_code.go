package verify

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/cc"
	"github.com/knotes-dev/knotes/verify/decode"
	"github.com/knotes-dev/knotes/verify/report"
)

// compiled reads what gcc said of the note's C.
func (j *judging) compiled() map[*snippets.Claim]verdict {
	return judged(j.seen, compileJob, j.plan.c, cVerdict, func(output string) ([]cc.Verdict, error) { return cc.Judge(j.plan.cBlocks, output) })
}

// decoded reads what objdump said of the note's disassembly.
func (j *judging) decoded() map[*snippets.Claim]verdict {
	return judged(j.seen, decodeJob, j.plan.assembly, decodeVerdict, func(output string) ([]decode.Verdict, error) { return decode.Judge(j.plan.listings, output) })
}

// judged reads the output of a job that is for many claims, of which judge has
// an opinion each, and puts it in words. Where there is no output, or it is not
// what the job's command prints, nothing is known of any.
func judged[V any](seen *observed, id string, claims []*snippets.Claim, word func(V) verdict, judge func(output string) ([]V, error)) map[*snippets.Claim]verdict {
	all := map[*snippets.Claim]verdict{}
	say := func(v verdict) {
		for _, c := range claims {
			all[c] = v
		}
	}
	if len(claims) == 0 {
		return all
	}
	say(unverified("%s", seen.missing()))
	s := seen.step(id)
	switch {
	case s == nil:
	case s.Stopped == "":
		opinions, err := judge(string(s.Output))
		if err != nil {
			say(unverified("%s", cmp.Or(noTool(s.Output), err.Error())))
			break
		}
		for i, v := range opinions {
			all[claims[i]] = word(v)
		}
	case len(claims) == 1:
		say(failed("%s", stopReasons[s.Stopped]))
	default: // by which of them is not known
		say(unverified("one job for all of the note's %s was stopped: %s", id, stopReasons[s.Stopped]))
	}
	return all
}

// noCommand is how bash says that a tool is not there.
var noCommand = regexp.MustCompile(`(?m): (gcc|objdump|base64|mktemp|cat): command not found$`)

// noTool says which tool the toolchain lacks, "" if none.
func noTool(output []byte) string {
	if m := noCommand.FindSubmatch(output); m != nil {
		return "the toolchain has no " + string(m[1])
	}
	return ""
}

func cVerdict(v cc.Verdict) verdict {
	switch v.Status {
	case cc.Compiled:
		out := verified("compiled")
		if out.remark = v.Scaffold; v.Scaffold != "" {
			out.remark = "compiled " + v.Scaffold
		}
		for _, w := range v.Warnings {
			out.remark = joinRemarks(out.remark, fmt.Sprintf("line %d of the block: %s", w.Line, w.Message))
		}
		return out
	case cc.Wrong:
		out := failed("it does not compile: %s", v.Message)
		out.line, out.col = v.Line, v.Col
		return out
	}
	return unverified("%s", v.Message)
}

func decodeVerdict(v decode.Verdict) verdict {
	switch v.Status {
	case decode.Decoded:
		out := verified("decoded")
		out.remark = decodedAs(v)
		return out
	case decode.Wrong:
		out := failed("%s", v.Findings[0].Message)
		out.line, out.col = v.Findings[0].Line, v.Findings[0].Col
		if n := len(v.Findings) - 1; n > 0 {
			out.remark = fmt.Sprintf("%d more of its lines are wrong", n)
		}
		return out
	}
	return unverified("%s", v.Reason)
}

// decodedAs says what was decoded, and for which machine; of an output that was
// held against its own arithmetic, how much of it.
func decodedAs(v decode.Verdict) string {
	if v.Machine == "" {
		return fmt.Sprintf("by its own sums or bytes, %d of its lines", v.Lines)
	}
	return fmt.Sprintf("decoded for %s, %d of its lines", v.Machine, v.Lines)
}

// cBlock judges C by what compiling it says.
func (j *judging) cBlock(c *snippets.Claim, r *report.Claim) verdict {
	r.Cached = j.seen.Cached || j.seen.Recorded
	return j.orQuoted(c, r, j.c[c])
}

// bySums judges an output that nothing else speaks for by its own arithmetic:
// the sums of size, the text beside a hex dump. Those that are right speak only
// for an output that is little else.
func bySums(output string) (verdict, bool) {
	lines := 0
	for line := range strings.Lines(output) {
		if !isBlank(line) {
			lines++
		}
	}
	for _, check := range []func(string) decode.Verdict{decode.Size, decode.Dump} {
		v := check(output)
		if v.Status == decode.Wrong || v.Status == decode.Decoded && (2*v.Lines >= lines || totalLine.MatchString(output)) {
			return decodeVerdict(v), true
		}
	}
	return verdict{}, false
}

// totalLine is the one line of size -A that all others sum up to.
var totalLine = regexp.MustCompile(`(?m)^Total\s+\w+$`)
