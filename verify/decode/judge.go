package decode

import (
	"fmt"
	"strings"
)

// lead is by how many lines another machine must explain a listing better
// than x86-64 does before the listing is taken for that machine's.
const lead = 3

// decoded is what objdump made of a line's bytes.
type decoded struct {
	size int // bytes of the first instruction
	text string
}

// Judge holds listings against what their [Command] printed, and gives a
// verdict on each. The error is of the toolchain: the output is not that of
// the command.
func Judge(blocks []Listing, output string) ([]Verdict, error) {
	runs := runsOf(blocks)
	out, err := readOutput(blocks, runs, output)
	if err != nil {
		return nil, err
	}
	all := make([]*judgement, len(blocks))
	first := 0
	for i, l := range blocks {
		all[i] = newJudgement(l, out, first)
		first += l.Insns()
	}
	note := map[string]gain{}
	for _, j := range all {
		for _, m := range machines[1:] {
			g := j.gains(m)
			note[m] = gain{note[m].more + g.more, note[m].less + g.less}
		}
	}
	verdicts := make([]Verdict, len(blocks))
	for i, j := range all {
		verdicts[i] = j.verdict(note)
	}
	return verdicts, nil
}

// readOutput reads what each run made of each instruction.
func readOutput(blocks []Listing, runs []run, output string) (map[run][]decoded, error) {
	count := 0
	for _, l := range blocks {
		count += l.Insns()
	}
	out := map[run][]decoded{}
	var now run
	section := -1
	for text := range strings.Lines(output) {
		text = strings.TrimRight(text, "\r\n")
		if name, ok := strings.CutPrefix(text, mark); ok {
			now.machine, now.syntax, _ = strings.Cut(name, " ")
			out[now], section = make([]decoded, count), -1
			continue
		}
		if name, ok := strings.CutPrefix(text, "Disassembly of section .k"); ok {
			if _, err := fmt.Sscanf(name, "%d:", &section); err != nil || section >= count {
				section = -1
			}
			continue
		}
		line := readLine(0, text)
		if list := out[now]; section >= 0 && section < len(list) && len(line.Bytes) > 0 && list[section].size == 0 {
			list[section] = decoded{len(line.Bytes), line.Text}
		}
	}
	for _, r := range runs {
		if len(out[r]) != count {
			return nil, fmt.Errorf("objdump did not decode for %s: %s", r, excerpt(output))
		}
		for i, d := range out[r] {
			if d.size == 0 {
				return nil, fmt.Errorf("objdump did not decode instruction %d for %s", i+1, r)
			}
		}
	}
	return out, nil
}

func excerpt(output string) string {
	output = strings.TrimSpace(output)
	if len(output) > 200 {
		output = "..." + output[len(output)-200:]
	}
	return fmt.Sprintf("%q", output)
}

// judgement is the work on one listing.
type judgement struct {
	Listing
	syntax  []string                   // by line
	insns   []int                      // lines that are instructions
	options map[string]map[int][]asked // machine, line: what objdump said, in each spelling
	right   map[string]map[int]bool    // machine, line: it is as the note has it
	alien   bool
}

// asked is a decoded line taken apart.
type asked struct {
	decoded
	insn
}

func newJudgement(l Listing, out map[run][]decoded, first int) *judgement {
	j := &judgement{Listing: l, syntax: l.syntaxes(), alien: l.foreign(), options: map[string]map[int][]asked{}, right: map[string]map[int]bool{}}
	for i, line := range l.Lines {
		if line.Kind == Insn {
			j.insns = append(j.insns, i)
		}
	}
	for _, m := range machines {
		j.options[m], j.right[m] = map[int][]asked{}, map[int]bool{}
		for n, i := range j.insns {
			note := spell(l.Lines[i].Text)
			for _, s := range []string{attPlain, attSuffix, intel} {
				list := out[run{m, s}]
				if list == nil || (s == intel) != (j.syntax[i] == intel) {
					continue
				}
				a := asked{list[first+n], spell(list[first+n].text)}
				j.options[m][i] = append(j.options[m][i], a)
				if j.agrees(note, l.Lines[i], a) {
					j.right[m][i] = true
				}
			}
		}
	}
	return j
}

// agrees tells whether a line is as the toolchain has it.
func (j *judgement) agrees(note insn, line Line, a asked) bool {
	if a.size != len(line.Bytes) {
		return false
	}
	if !note.same(a.insn) && !(j.alien && note.sameKindly(a.insn)) {
		return false
	}
	return !a.comment.ok || !note.garbled && (!note.comment.ok || note.comment == a.comment)
}

// gain counts the lines that are right for one machine and wrong for x86-64,
// and the other way round.
type gain struct{ more, less int }

func (j *judgement) gains(machine string) gain {
	var g gain
	for _, i := range j.insns {
		switch a, b := j.right[machine][i], j.right[machines[0]][i]; {
		case a && !b:
			g.more++
		case b && !a:
			g.less++
		}
	}
	return g
}

// machine chooses the machine a listing is for: by its own lines if they are
// enough, else by those of the whole note. doubt names one that explains it
// better where too little tells.
func (j *judgement) machine(note map[string]gain) (machine, doubt string) {
	for _, m := range machines[1:] {
		own, all := j.gains(m), note[m]
		switch {
		case own.more-own.less >= lead:
			return m, ""
		case own.more < own.less || !j.narrow():
		case all.more-all.less >= lead:
			return m, ""
		case own.more > own.less && all.less == 0:
			doubt = m
		}
	}
	return machines[0], doubt
}

func (j *judgement) verdict(note map[string]gain) Verdict {
	v := Verdict{Lines: len(j.insns)}
	if v.Lines == 0 {
		v.Reason = "no instruction with its bytes"
		return v
	}
	at := j.labels()
	machine, doubt := j.machine(note)
	v.Machine = machine
	j.judgeAddresses(&v, machine)
	for _, line := range j.Lines {
		if line.Kind == Blurred {
			v.doubt("line %d has no address, or no bytes and instruction, that can be read", line.Num)
		}
	}
	for _, i := range j.insns {
		switch line := j.Lines[i]; {
		case j.right[machine][i]:
			judgeSymbol(&v, line, at)
		case doubt != "" && j.right[doubt][i]:
			v.doubt("line %d is right as %s code, and too few lines tell whether it is", line.Num, doubt)
		case j.cutShort(machine, i):
			v.doubt("line %d does not show all bytes of its instruction", line.Num)
		case j.alien && !j.sizeWrong(machine, i):
			v.doubt("line %d is not as objdump spells it: %s", line.Num, j.says(machine, i))
		default:
			j.judgeLine(&v, machine, i)
		}
	}
	v.settle()
	return v
}

// lineBytes is how many bytes objdump prints on a line before it goes on with
// the next, which who quotes a line alone leaves out.
const lineBytes = 7

// cutShort tells whether the bytes of an instruction end where a line of
// objdump does, or are bad only for those that follow.
func (j *judgement) cutShort(machine string, i int) bool {
	line := j.Lines[i]
	if n := j.follows(i); n >= 0 && j.Lines[n].Kind == Insn && j.Lines[n].Addr == line.next() {
		return false
	}
	if strings.HasPrefix(line.Text, "(bad)") {
		return strings.HasPrefix(j.options[machine][i][0].text, ".byte")
	}
	return len(line.Bytes) == lineBytes && j.sizeWrong(machine, i)
}

func (j *judgement) sizeWrong(machine string, i int) bool {
	return j.options[machine][i][0].size != len(j.Lines[i].Bytes)
}

func (j *judgement) says(machine string, i int) string {
	return fmt.Sprintf("bytes `% x` are `%s`", j.Lines[i].Bytes, tidy(j.options[machine][i][0].text))
}

// tidy is an instruction as a message shows it.
func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }
