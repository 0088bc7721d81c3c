package audit

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
)

func (t *target) eachCode(yield func(span)) {
	for _, s := range t.code {
		yield(s)
	}
}

// flipBit flips a bit of a byte of disassembly.
func (t *target) flipBit(at span, r *rand.Rand) (change, bool) {
	b, err := strconv.ParseUint(t.text(at), 16, 8)
	if err != nil {
		return change{}, false
	}
	return t.replaced(at, fmt.Sprintf("%02x", b^1<<r.IntN(8)))
}

// registers of a size, any of which can stand where another does.
var registers = [][]string{
	{"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"},
	{"eax", "ebx", "ecx", "edx", "esi", "edi", "ebp", "r8d", "r9d", "r10d", "r11d"},
	{"ax", "bx", "cx", "dx", "si", "di"},
	{"al", "bl", "cl", "dl", "sil", "dil"},
	{"xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7"},
}

func sizeOf(register string) []string {
	for _, all := range registers {
		if slices.Contains(all, register) {
			return all
		}
	}
	return nil
}

func (t *target) eachRegister(yield func(span)) {
	for _, s := range t.words {
		if sizeOf(t.text(s)) != nil {
			yield(s)
		}
	}
}

func (t *target) otherRegister(at span, r *rand.Rand) (change, bool) {
	all := sizeOf(t.text(at))
	i := slices.Index(all, t.text(at))
	return t.replaced(at, all[(i+1+r.IntN(len(all)-1))%len(all)])
}
