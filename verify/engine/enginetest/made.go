package enginetest

import (
	"context"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/engine"
)

// testMade asks for the text files that steps have made.
func testMade(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, func(spec *engine.Spec) {
		spec.Files = []engine.File{{Name: "x.c", Mode: 0o644, Data: []byte("int main(void) { return 0; }\n")}, {Name: "sub/data", Mode: 0o644, Data: []byte("d\n")}}
	})
	for _, tt := range []struct{ command, made string }{
		{"true", ""},
		{"gcc -c x.c; gcc -S x.c; echo a >sub/b; ln -s sub/b link; mkfifo pipe; echo c >/tmp/c", "sub/b x.s"},
		{"true", ""},
		{"echo b >sub/b", "sub/b"},
		{"echo b >sub/b; touch x.s", ""},
		{"echo changed >x.c; rm sub/b", "x.c"},
		{"echo 'int main(void) { return 0; }' >x.c", ""},
		{"echo d >sub/data; chmod 755 x.c", ""},
		{"printf 'a\\0b' >nul; head -c 300000 /dev/zero | tr '\\0' x >long; mkdir 'a dir'; echo x >'a dir/a\nname'", "a dir/a\nname"},
		{"for i in $(seq 20); do head -c 262144 /dev/zero | tr '\\0' x >big$i; done", "big1 big10 big11 big12 big13 big14 big15 big16 big17 big18 big19 big2 big20 big3 big4 big5"},
	} {
		s.expect(step{command: tt.command})
		files, err := s.Made(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range files {
			names = append(names, f.Name)
			if f.Name == "sub/b" && string(f.Data) != "a\n" && string(f.Data) != "b\n" {
				t.Errorf("sub/b holds %q", f.Data)
			}
		}
		if got := strings.Join(names, " "); got != tt.made {
			t.Errorf("%s: made %q, want %q", tt.command, got, tt.made)
		}
	}
	if err := s.Reset(context.Background()); err != nil {
		t.Fatal(err)
	}
	if files, err := s.Made(context.Background()); err != nil || len(files) != 0 {
		t.Errorf("after Reset: made %v, %v", files, err)
	}
}
