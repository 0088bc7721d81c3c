package engine

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// seccomp is the profile for notes, in the form that docker and podman read:
// what reaches the kernel itself or makes namespaces is refused, the rest
// allowed. Docker's own blocks personality too, without which a debugger cannot
// switch address randomisation off.
//
//go:embed seccomp.json
var seccomp []byte

// profile is what of the form is in use.
type profile struct {
	Syscalls []struct {
		Names    []string
		ErrnoRet uint32
		Args     []struct {
			Index    uint32
			Value    uint32
			ValueTwo uint32
			Op       string
		}
	}
}

// Offsets in the data that a filter sees: struct seccomp_data.
const (
	offNumber = 0
	offArch   = 4
	offArgs   = 16 // of 8 bytes each, the lower half first
)

// seccompProgram is the profile as a filter of the kernel's, for an engine that
// takes it in this form: an array of struct sock_filter.
var seccompProgram = sync.OnceValues(func() ([]byte, error) {
	var p profile
	if err := json.Unmarshal(seccomp, &p); err != nil {
		return nil, err
	}
	var arches []*arch.Info
	switch runtime.GOARCH {
	case "amd64":
		arches = []*arch.Info{arch.X86_64, arch.I386}
	case "arm64":
		arches = []*arch.Info{arch.AARCH64, arch.ARM}
	default:
		return nil, fmt.Errorf("there is no filter of system calls for %s", runtime.GOARCH)
	}
	var program []bpf.Instruction
	for _, a := range arches {
		section, err := p.section(a)
		if err != nil {
			return nil, err
		}
		program = append(program,
			bpf.LoadAbsolute{Off: offArch, Size: 4},
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(a.ID), SkipTrue: 1},
			bpf.Jump{Skip: uint32(len(section))})
		program = append(program, section...)
	}
	program = append(program, refuse(uint32(unix.ENOSYS)))
	return assemble(program)
})

// section is the filter for one architecture.
func (p *profile) section(a *arch.Info) ([]bpf.Instruction, error) {
	s := []bpf.Instruction{bpf.LoadAbsolute{Off: offNumber, Size: 4}}
	if a == arch.X86_64 { // the numbers of x32 are numbers of this architecture with a bit set
		s = append(s, bpf.JumpIf{Cond: bpf.JumpGreaterOrEqual, Val: 1 << 30, SkipFalse: 1}, refuse(uint32(unix.ENOSYS)))
	}
	for _, rule := range p.Syscalls {
		for _, name := range rule.Names {
			number, ok := a.SyscallNames[name]
			if !ok {
				continue // not on this architecture
			}
			body := []bpf.Instruction{refuse(rule.ErrnoRet)}
			for _, arg := range rule.Args {
				mask := ^uint32(0)
				switch arg.Op {
				case "SCMP_CMP_EQ":
				case "SCMP_CMP_MASKED_EQ":
					mask, arg.Value = arg.Value, arg.ValueTwo
				default:
					return nil, fmt.Errorf("system call %s: there is no comparison %s", name, arg.Op)
				}
				body = append([]bpf.Instruction{
					bpf.LoadAbsolute{Off: offArgs + 8*arg.Index, Size: 4},
					bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: mask},
					bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: arg.Value, SkipTrue: uint8(len(body))},
				}, body...)
			}
			if len(rule.Args) > 0 {
				body = append(body, bpf.LoadAbsolute{Off: offNumber, Size: 4})
			}
			s = append(s, bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: uint32(number), SkipTrue: uint8(len(body))})
			s = append(s, body...)
		}
	}
	return append(s, bpf.RetConstant{Val: unix.SECCOMP_RET_ALLOW}), nil
}

func refuse(errno uint32) bpf.Instruction {
	return bpf.RetConstant{Val: unix.SECCOMP_RET_ERRNO | errno}
}

func assemble(program []bpf.Instruction) ([]byte, error) {
	raw, err := bpf.Assemble(program)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for _, in := range raw {
		if err := binary.Write(&b, binary.NativeEndian, in); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// dataFile holds data for a descriptor that a program reads to its end: a pipe,
// so that it stands in no file and in no command line.
func dataFile(data []byte) (*os.File, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer w.Close()
	if _, err := w.Write(data); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}
